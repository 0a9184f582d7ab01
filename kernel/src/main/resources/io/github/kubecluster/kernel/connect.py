def _connect(address, authority=None, certificate=None, key=None):
    """Makes `client` a client of the scheduler at address, in place of the one before; without an address, of none.

    With the texts of a certificate and its key, the client shows these and wants the scheduler's signed by the authority."""
    global client, _connected
    from distributed import Client
    from distributed.security import Security

    previous = globals().get("_connected")
    if previous is not None:
        if globals().get("client") is previous:
            del client
        _connected = None
        previous.close(timeout=1)
    if address:
        client = _connected = Client(address, security=authority and Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True))


