"""Joins Dask clusters that this user has started from Java on this machine.

    from kubecluster import connect
    client = connect()
"""

import os
import pathlib
import re
import socket
import urllib.parse

__all__ = ["clusters", "connect"]

_PEM = re.compile(r"-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n?")


def clusters():
    """Returns the names of the clusters whose schedulers listen, the one that was started last first."""
    return [file.name for file in _files() if _listens(_address(file))]


def connect(name=None, **options):
    """Returns a `distributed.Client` of a cluster: the one of that name, or the one that was started last.

    The options are those of `distributed.Client`."""
    from distributed import Client
    from distributed.security import Security

    running = clusters()
    if name is None and running:
        name = running[0]
    if name not in running:
        which = "No cluster" if name is None else f'No cluster "{name}"'
        known = f" Running are: {', '.join(running)}." if running else ""
        raise LookupError(f"{which} of this user runs on, or from, this machine (looked in {_directory()}).{known}"
                          " Start one in a Java notebook: %kubecluster start")
    text = (_directory() / name).read_text()
    address, certificates = text.partition("\n")[0], _PEM.findall(text)
    if certificates:
        authority, certificate, key = certificates
        options["security"] = Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True)
    return Client(address, **options)


def _directory():
    state = os.environ.get("XDG_STATE_HOME", "").strip() or pathlib.Path.home() / ".local" / "state"
    return pathlib.Path(state) / "kubecluster" / "clusters"


def _files():
    files = [file for file in _directory().glob("*") if file.suffix != ".new"]
    return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)


def _address(file):
    return urllib.parse.urlsplit(file.read_text().partition("\n")[0])


def _listens(address):
    """Says whether somebody does; who was killed leaves a file behind."""
    try:
        with socket.create_connection((address.hostname, address.port), timeout=2):
            return True
    except OSError:
        return False
