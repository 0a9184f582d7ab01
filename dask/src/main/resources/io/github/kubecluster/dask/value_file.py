"""Functions for files that take a value from or to Java; they need those of remote.py."""


def load_value(path, client):
    """Returns the value that Java wrote; a future becomes one of the client."""
    import pickle
    import struct

    from distributed import Future

    with open(path, "rb") as file:
        _, count = struct.unpack("<QQ", file.read(16))
        lengths = struct.unpack(f"<{count}Q", file.read(8 * count))
        frames = [bytearray(length) for length in lengths]
        for frame in frames:
            file.readinto(frame)
    kind, value = pickle.loads(frames[0], buffers=frames[1:])
    if kind == "value":
        return value
    future = Future(value, client)
    # Newer versions do not tell the scheduler themselves that a future made from its key is wanted.
    client._send_to_scheduler({"op": "client-desires-keys", "keys": [future.key], "client": client.id})
    return future if kind == "future" else future.result()


def save_value(path, value, client):
    """Writes a value for Java, and returns what must be kept until Java has read it.

    Of a value that has no counterpart there, and of a future, Java gets the future."""
    import struct

    from distributed import Future
    from distributed.protocol import dumps, to_serialize
    from distributed.utils import nbytes
    from toolz.functoolz import identity

    if isinstance(value, Future):
        kept = value if isinstance(value.key, str) else client.submit(identity, value)
        form = ["future", kept.key, None]
    else:
        kept, form = None, portable(value)
        if form[0] == "object":
            kept = client.scatter(value, hash=False)
            form = ["future", kept.key, form[2]]
    serializers = ["dask", "msgpack", "pickle", "error"]
    frames = dumps({"value": to_serialize(form)}, serializers=serializers, context={"compression": None})
    lengths = [nbytes(frame) for frame in frames]
    with open(path, "wb") as file:
        file.write(struct.pack(f"<{len(lengths) + 2}Q", 8 + 8 * len(lengths) + sum(lengths), len(lengths), *lengths))
        file.writelines(frames)
    return kept
