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
    return [name for name, text in _known().items() if _listens(_address(text))]


def connect(name=None, **options):
    """Returns a `distributed.Client` of a cluster: the one of that name, or the one that was started last.

    The options are those of `distributed.Client`."""
    from distributed import Client
    from distributed.security import Security

    known = _known()
    running = [each for each, text in known.items() if _listens(_address(text))]
    if name is None and running:
        name = running[0]
    if name not in running:
        which = "No cluster" if name is None else f'No cluster "{name}"'
        others = f" Running are: {', '.join(running)}." if running else ""
        raise LookupError(f"{which} of this user runs on, or from, this machine (looked in {_directory()}).{others}"
                          " Start one in a Java notebook: %kubecluster start")
    certificates = _PEM.findall(known[name])
    if certificates:
        authority, certificate, key = certificates
        options["security"] = Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True)
    return Client(_address(known[name]), **options)


def _directory():
    state = os.environ.get("XDG_STATE_HOME", "").strip() or pathlib.Path.home() / ".local" / "state"
    return pathlib.Path(state) / "kubecluster" / "clusters"


def _known():
    """Returns what is written of each cluster, by its name, the one that was started last first."""
    found = []
    for file in _directory().glob("*"):
        try:
            if file.suffix != ".new":
                found.append((file.stat().st_mtime, urllib.parse.unquote(file.name), file.read_text()))
        except FileNotFoundError:
            pass  # The cluster was closed just now.
    return {name: text for _, name, text in sorted(found, reverse=True)}


def _address(text):
    return text.partition("\n")[0]


def _listens(address):
    """Says whether somebody does; who was killed leaves a file behind."""
    place = urllib.parse.urlsplit(address)
    try:
        with socket.create_connection((place.hostname, place.port), timeout=2):
            return True
    except OSError:
        return False
