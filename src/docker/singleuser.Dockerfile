# The image of a user's notebook server on JupyterHub: JupyterLab and the Java kernel beside the Dask of the workers. The
# kernel is built before, by ./mvnw package -pl kernel -am. From the root:
#   docker build -t kubecluster/singleuser:dev -f src/docker/singleuser.Dockerfile .
ARG BASE=kubecluster/dask:dev
FROM ${BASE}

USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jdk-headless \
 && rm -rf /var/lib/apt/lists/*

COPY src/python/requirements.txt /tmp/requirements.txt
RUN grep -Ev '^(dask|distributed)==' /tmp/requirements.txt > /tmp/constraints.txt \
 && pip install --no-cache-dir --constraint /tmp/constraints.txt \
      ipykernel ipywidgets jupyter-server-proxy jupyterlab nbclient \
 && rm /tmp/requirements.txt /tmp/constraints.txt

# Nothing is in the home directory, which a volume hides.
COPY kernel/target/kubecluster-kernel-*.jar /opt/kubecluster/
COPY kernel/target/lib /opt/kubecluster/lib
RUN java -jar /opt/kubecluster/kubecluster-kernel-*.jar install --prefix "$(python -c 'import sys; print(sys.prefix)')" \
      --python "$(command -v python)"

USER 1000
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0"]
