def _connect(address):
    """Makes `client` a client of the scheduler at address, in place of the one before; without an address, of none."""
    global client, _connected
    from distributed import Client

    previous = globals().get("_connected")
    if previous is not None:
        if globals().get("client") is previous:
            del client
        _connected = None
        previous.close(timeout=1)
    if address:
        client = _connected = Client(address)


