# A JupyterHub for the pods of the zero-to-jupyterhub chart, for tests. From the root:
#   docker build -t kubecluster/hub:dev -f src/it/hub/hub.Dockerfile src
FROM python:3.11-slim

COPY python/requirements.txt python/hub-requirements.txt /tmp/
RUN pip install --no-cache-dir --constraint /tmp/requirements.txt --constraint /tmp/hub-requirements.txt \
      jupyterhub jupyterhub-kubespawner==7.1.0 jupyterhub-idle-culler==1.4.0 pycurl==7.47.0 \
 && useradd --uid 1000 --create-home jovyan \
 && install -d -o jovyan /srv/jupyterhub

WORKDIR /srv/jupyterhub
USER 1000
CMD ["jupyterhub", "--config", "/usr/local/etc/jupyterhub/jupyterhub_config.py"]
