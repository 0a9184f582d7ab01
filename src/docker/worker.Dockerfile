# The image of Dask schedulers and workers, with the versions of src/python/requirements.txt. From the root:
#   docker build -t kubecluster/dask:dev -f src/docker/worker.Dockerfile src
# BASE is a Debian or Ubuntu with Python and pip; with conda in it, EXTRA_CONDA_PACKAGES works, too.
ARG BASE=python:3.11-slim
FROM ${BASE}

USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*

# Another Dask than that of requirements.txt.
ARG DASK_VERSION=
COPY python/requirements.txt /opt/kubecluster/requirements.txt
RUN if [ -n "$DASK_VERSION" ]; then \
      sed -i -E "s/^(dask|distributed)==.*/\1==$DASK_VERSION/" /opt/kubecluster/requirements.txt; \
    fi \
 && pip install --no-cache-dir --constraint /opt/kubecluster/requirements.txt \
      dask distributed bokeh lz4 numpy pandas pyarrow

COPY --chmod=755 docker/prepare /usr/local/bin/prepare

# Works as any user, so that Kubernetes may choose one.
ENV HOME=/home/dask USER=dask PATH=/home/dask/.local/bin:$PATH
RUN install -d -m 1777 "$HOME"
WORKDIR /home/dask
USER 1000

EXPOSE 8786 8787
ENTRYPOINT ["tini", "-g", "--", "prepare"]
CMD ["bash"]
