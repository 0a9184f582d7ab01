"""What the Python of %%dask cells has besides; a module of its own, so that cells neither see nor lose it."""

import logging
import signal
import sys
import threading

from IPython import get_ipython

_client = None
_given = []
_before = frozenset()
_interrupted = []


def connect(address, name=None, authority=None, certificate=None, key=None):
    """Makes `client` of the cells a client of the scheduler at address, in place of the one before; without an address, of none.

    The scheduler knows it by the name.
    With the texts of a certificate and its key, the client shows these and wants the scheduler's signed by the authority."""
    global _client
    from distributed import Client
    from distributed.security import Security

    names = get_ipython().user_ns
    previous, _client = _client, None
    _given.clear()
    if previous is not None:
        if names.get("client") is previous:
            del names["client"]
        previous.close(timeout=1)
    if address:
        names["client"] = _client = Client(address, name=name, security=authority and Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True))


def take(name, path):
    """Makes the value that Java wrote a variable of the cells."""
    import keyword

    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f'"{name}" is no name in Python. Give the value another name in Java.')
    get_ipython().user_ns[name] = load_value(path, _client)


def give(name, path):
    """Writes a variable of the cells for Java, and keeps what Java gets as a future until that has it."""
    names = get_ipython().user_ns
    if name not in names:
        raise NameError(f'Python has no variable "{name}". Name one that the cell, or a cell before it, has set.')
    _given.append(save_value(path, names[name], _client))


def given():
    """Lets go of what Java has."""
    _given.clear()


def _begin(info):
    global _before, _interrupted
    _before = frozenset(_client.futures if _client is not None else ())
    _interrupted = []
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number, frame):
    """Notes which futures of the cell are not done: what the cell computes and waits for is released by its own end."""
    global _interrupted
    if _client is not None:
        states = list(_client.futures.items())
        _interrupted = [key for key, state in states if key not in _before and state.status == "pending"]
    signal.default_int_handler(number, frame)


def _end(result):
    global _interrupted
    from distributed import Future

    keys, _interrupted = _interrupted, []
    if keys:
        _client.cancel([Future(key, _client) for key in keys if key in _client.futures])
        futures = "1 future" if len(keys) == 1 else f"{len(keys)} futures"
        print(f"Cancelled {futures} of this cell that had no result yet.", file=sys.stderr)


def _is_news(record):
    """Client.gather leaves coroutines behind when it is interrupted, which end with this when futures are cancelled."""
    return not (record.exc_info and record.exc_info[0] and record.exc_info[0].__name__ == "AllExit")


logging.getLogger("asyncio").addFilter(_is_news)
get_ipython().events.register("pre_run_cell", _begin)
get_ipython().events.register("post_run_cell", _end)
