# The image of a user's notebook server on JupyterHub: JupyterLab and the Java kernel beside the Dask of the workers, so that
# workers can run on it, too. From the root:
#   ./mvnw package -pl kernel -am && src/python/wheel
#   docker build -t kubecluster/singleuser:dev -f src/docker/singleuser.Dockerfile .
# BASE is an image of src/docker/worker.Dockerfile, which leaves the versions of everything in /opt/kubecluster.
ARG BASE=kubecluster/dask:dev
FROM ${BASE}

USER root
# The sources are for the documentation that Shift+Tab shows.
ARG JDK=17
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-${JDK}-jdk-headless openjdk-${JDK}-source \
 && rm -rf /var/lib/apt/lists/*

# Another JupyterHub than that of hub-requirements.txt: the hub's own.
ARG JUPYTERHUB_VERSION=
COPY src/python/hub-requirements.txt /opt/kubecluster/
RUN if [ -n "$JUPYTERHUB_VERSION" ]; then \
      sed -i "s/^jupyterhub==.*/jupyterhub==$JUPYTERHUB_VERSION/" /opt/kubecluster/hub-requirements.txt; \
    fi \
 && pip install --no-cache-dir \
      --constraint /opt/kubecluster/requirements.txt --constraint /opt/kubecluster/hub-requirements.txt \
      ipykernel ipywidgets jupyter-server-proxy jupyterhub jupyterlab jupyterlab_widgets nbclient

# The user that hubs start notebooks as. Any other works, too.
ENV HOME=/home/jovyan USER=jovyan NB_UID=1000 PATH=/home/jovyan/.local/bin:$PATH
RUN if ! getent passwd "$NB_UID"; then \
      useradd --uid "$NB_UID" --gid users --no-create-home --home-dir "$HOME" --shell /bin/bash jovyan; \
    fi \
 && install -d -m 1777 "$HOME"

# The kernelspec and all else is outside of the home directory, which a volume hides.
COPY kernel/target/wheel/*.whl /tmp/wheel/
RUN pip install --no-cache-dir --no-deps /tmp/wheel/*.whl \
 && rm -r /tmp/wheel \
 && HOME=/tmp kubecluster install --prefix "$(python -c 'import sysconfig; print(sysconfig.get_path("data"))')" --python "$(command -v python)"

WORKDIR /home/jovyan
USER 1000
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0"]
