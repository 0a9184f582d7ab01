"""A hub whose users are all who know the password, and whose servers are processes of this machine."""

import json
import os
import sys

c = get_config()
settings = json.loads(os.environ.pop("HUB"))
hub = settings["hub"]
older = os.pathsep.join([f"{hub}/older", f"{hub}/python"])

c.JupyterHub.bind_url = settings["url"]
c.JupyterHub.public_url = settings["url"]
c.JupyterHub.hub_port = settings["hub_port"]
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)
c.ConfigurableHTTPProxy.command = [f"{hub}/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings['api_port']}"
c.ConfigurableHTTPProxy.pid_file = f"{settings['directory']}/proxy.pid"

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = settings["password"]
c.Authenticator.allow_all = True

c.JupyterHub.allow_named_servers = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{settings['directory']}/home"
c.Spawner.notebook_dir = settings["directory"]
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
# Each server has a layout of its own. "older" has another jupyter-server-proxy, and is told its public address.
c.Spawner.environment = settings["environment"] | {
    "JUPYTERLAB_WORKSPACES_DIR": lambda spawner: f"{settings['directory']}/workspaces/{spawner.name or 'default'}",
    "PYTHONPATH": lambda spawner: older if spawner.name == "older" else f"{hub}/python",
    "JUPYTERHUB_PUBLIC_URL": lambda spawner: spawner.public_url if spawner.name == "older" else "",
}
