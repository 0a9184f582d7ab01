# The proxy in front of a JupyterHub, for tests. From the root:
#   docker build -t kubecluster/hub-proxy:dev -f src/it/hub/proxy.Dockerfile src/it/hub
FROM debian:bookworm-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends nodejs npm \
 && npm install --global configurable-http-proxy@5.3.0 \
 && rm -rf /var/lib/apt/lists/*

USER 65534
CMD ["configurable-http-proxy"]
