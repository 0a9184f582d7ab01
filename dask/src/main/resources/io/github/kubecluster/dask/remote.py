"""Functions that the Java client sends, as this text, to workers and scheduler."""


def run_source(source, variables):
    """Runs Python text and returns the value of its last expression, or None if it ends with a statement."""
    import ast

    namespace = dict(variables, __name__="__source__")
    tree = ast.parse(source, "<source>")
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<source>", "exec"), namespace)
    if last is not None:
        return eval(compile(ast.Expression(last.value), "<source>", "eval"), namespace)


def call_source(source, function, arguments):
    """Runs Python text and calls a function that it defines."""
    namespace = {"__name__": "__source__"}
    exec(compile(source, "<source>", "exec"), namespace)
    return namespace[function](*arguments)


def run_here(function, arguments, named, dask_worker=None):
    """Calls a function on a worker, outside of any task; one that raises returns a dict."""
    import inspect
    import pkgutil

    try:
        function = pkgutil.resolve_name(function)
        try:
            takes_worker = "dask_worker" in inspect.signature(function).parameters
        except (TypeError, ValueError):
            takes_worker = False
        return portable(function(*arguments, **(dict(named, dask_worker=dask_worker) if takes_worker else named)))
    except Exception as error:
        import traceback

        return dict(error_of(error), traceback="".join(traceback.format_tb(error.__traceback__)))


def error_of(error):
    """Returns type and message of an exception, and both as Python shows them."""
    return {"type": name_of(type(error)), "message": str(error), "text": repr(error)}


def name_of(kind):
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def task_error(key, exception, dask_scheduler=None):
    """Returns why a task erred: the task that is to blame, and what was raised where."""
    import pickle

    task = dask_scheduler.tasks.get(key)
    if task is not None and (task.exception_blame or task).exception_text:
        task = task.exception_blame or task
        told = {"key": str(task.key), "text": task.exception_text, "traceback": task.traceback_text or ""}
        try:
            from distributed.protocol import deserialize

            error = deserialize(task.exception.header, task.exception.frames)
            error = pickle.loads(error) if isinstance(error, bytes) else error
            return dict(error_of(error), **told)
        except Exception:
            # The exception's class is unknown here, or cannot be made again.
            return told
    return {} if exception is None else error_of(pickle.loads(exception))


def groups_of(name, dask_scheduler=None):
    """Returns for each group of tasks that a client of that name wants or needs how many there are, are done, and have failed."""
    clients = [each for id, each in dask_scheduler.clients.items() if id.startswith(f"Client-{name}-")]
    groups = {}
    new = {task.group for client in clients for task in client.wants_what}
    while new:
        group = new.pop()
        if group.name not in groups:
            states = group.states
            done = states["memory"] + states["released"] + states["forgotten"]
            groups[group.name] = [sum(states.values()), done, states["erred"]]
            new.update(group.dependencies)
    return groups


def publish(name, key, value):
    """Publishes a collection of Dask as it is, and another value as the future that it is the result of."""
    import dask
    import distributed

    with distributed.worker_client() as client:
        if not dask.is_dask_collection(value):
            value = distributed.Future(key[len("key ") :], client)
        client.publish_dataset(value, name=name)


def unpublish(name):
    import distributed

    with distributed.worker_client() as client:
        client.unpublish_dataset(name)


def dataset(name):
    """Returns a published collection, or the value of a published future."""
    import distributed

    with distributed.worker_client() as client:
        value = client.get_dataset(name)
        return value.result() if isinstance(value, distributed.Future) else value


def compute(value):
    """Computes a collection of Dask on the cluster; this task's thread works for others meanwhile."""
    import dask
    import distributed

    if not dask.is_dask_collection(value):
        return value
    with distributed.worker_client() as client:
        return client.compute(value).result()


def persist(value):
    """Lets the cluster compute a collection of Dask, and keep it in the memory of its workers."""
    import distributed

    with distributed.worker_client() as client:
        return client.persist(value)


def type_name(value):
    return name_of(type(value))


def shown(value):
    """Returns what Python shows, but no novel."""
    text = repr(value)
    return text if len(text) <= 10_000 else text[:10_000] + "…"


def display(value):
    """Returns what a notebook shows of a value, by MIME type; images are base64."""
    import base64

    bundle = {"text/plain": shown(value)}
    for mime, method in (
        ("text/html", "_repr_html_"),
        ("text/markdown", "_repr_markdown_"),
        ("text/latex", "_repr_latex_"),
        ("image/svg+xml", "_repr_svg_"),
        ("image/png", "_repr_png_"),
        ("image/jpeg", "_repr_jpeg_"),
    ):
        if callable(getattr(type(value), method, None)):
            try:
                data = getattr(value, method)()
            except Exception:
                data = None
            if data is not None:
                bundle[mime] = base64.b64encode(data).decode() if isinstance(data, bytes) else str(data)
    return bundle


class NoCounterpart(Exception):
    pass


def portable(value):
    """Returns a list: what the second item stands for, and an item that travels without a pickle."""
    try:
        return form(value)
    except (NoCounterpart, RecursionError):
        return ["object", type_name(value), shown(value)]


def form(value):
    """As portable, but raises NoCounterpart for what is, or holds, something that Java has not."""
    kind = type(value)
    if value is None or kind in (bool, float, str, bytes):
        return ["value", value]
    if kind is int:
        return ["value", value] if -(2**63) <= value < 2**63 else ["integer", str(value)]
    if isinstance(value, dict):
        return ["dict", [form(part) for item in value.items() for part in item]]
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [form(item) for item in value]
        if isinstance(value, (list, tuple)) and all(item[0] == "value" for item in items):
            return ["value", tuple(item[1] for item in items)]
        return ["set" if isinstance(value, (set, frozenset)) else "list", items]
    if isinstance(value, (bytearray, memoryview)):
        return ["value", bytes(value)]
    library = kind.__module__.partition(".")[0]
    if library == "numpy" and hasattr(value, "dtype"):
        return form_of_numpy(value)
    if library == "pandas" and type(value).__name__ in ("DataFrame", "Series"):
        return ["table", arrow(value)]
    if library in ("datetime", "decimal", "uuid", "pandas"):
        return form_of_standard(value)
    raise NoCounterpart


def form_of_numpy(value):
    if type(value).__name__ == "ndarray":
        if value.dtype.kind in "biufcmMSU":
            return ["array", value]
    elif value.dtype.kind in "biufSU" and type(value.item()) is not type(value):
        return form(value.item())
    raise NoCounterpart


def form_of_standard(value):
    """Times, decimal numbers and UUIDs; those of pandas are subclasses, with nanoseconds."""
    import datetime
    import decimal
    import uuid

    if str(value) in ("NaT", "<NA>"):
        return ["value", None]
    if isinstance(value, datetime.datetime):
        return ["datetime" if value.tzinfo is None else "moment", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat()]
    if isinstance(value, datetime.time) and value.tzinfo is None:
        return ["time", value.isoformat()]
    if isinstance(value, datetime.timedelta):
        nanos = value.microseconds * 1000 + getattr(value, "nanoseconds", 0)
        return ["duration", (value.days * 86400 + value.seconds, nanos)]
    if isinstance(value, decimal.Decimal) and value.is_finite():
        return ["decimal", str(value)]
    if isinstance(value, uuid.UUID):
        return ["uuid", str(value)]
    raise NoCounterpart


def arrow(value):
    """Returns a data frame, or a series, as a stream of Arrow's format; an index that counts rows is left out."""
    import pandas

    try:
        import pyarrow
    except ImportError:
        raise NoCounterpart from None
    frame = value.to_frame("value" if value.name is None else value.name) if isinstance(value, pandas.Series) else value
    if not frame.index.equals(pandas.RangeIndex(len(frame))):
        frame = frame.reset_index()
    frame = frame.set_axis([str(name) for name in frame.columns], axis="columns")
    try:
        table = pyarrow.Table.from_pandas(frame, preserve_index=False)
        table = table.cast(pyarrow.schema([(field.name, plain(field.type)) for field in table.schema]))
    except pyarrow.ArrowException:
        raise NoCounterpart from None
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def plain(kind):
    """Returns the type, of those that Java reads, that a column is sent as."""
    from pyarrow import float64, large_string, types

    if types.is_dictionary(kind):
        return plain(kind.value_type)
    if types.is_null(kind) or types.is_float16(kind):
        return float64()
    if types.is_string(kind) or types.is_large_string(kind) or "string_view" in str(kind):
        return large_string()
    known = (types.is_integer, types.is_floating, types.is_boolean, types.is_date, types.is_timestamp, types.is_duration)
    if not any(is_kind(kind) for is_kind in known):
        raise NoCounterpart
    return kind


def frame(stream):
    """Returns the data frame that Java sent."""
    import pyarrow

    return pyarrow.ipc.open_stream(stream).read_all().to_pandas()
