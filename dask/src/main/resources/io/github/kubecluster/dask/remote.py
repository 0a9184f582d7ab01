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


def portable(value):
    """Returns a list of two: what the second item stands for, and an item that travels without a pickle."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if value is None or kind in (bool, float, str, bytes):
        return ["value", value]
    if kind is int:
        return ["value", value] if -(2**63) <= value < 2**63 else ["integer", str(value)]
    if isinstance(value, dict):
        return ["dict", [portable(part) for item in value.items() for part in item]]
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [portable(item) for item in value]
        if isinstance(value, (list, tuple)) and all(form == "value" for form, _ in items):
            return ["value", tuple(item for _, item in items)]
        return ["set" if isinstance(value, (set, frozenset)) else "list", items]
    if isinstance(value, (bytearray, memoryview)):
        return ["value", bytes(value)]
    if kind.__module__ == "numpy" and hasattr(value, "dtype"):
        if kind.__name__ == "ndarray":
            name += f" of dtype {value.dtype}"
            return ["array", value] if value.dtype.kind in "biufcmMSU" else ["unknown", name]
        if value.dtype.kind in "biufSU" and type(value.item()) is not kind:
            return portable(value.item())
    return ["unknown", name]


def task_error(key, exception, dask_scheduler=None):
    """Returns why a task erred: the task that is to blame, and what was raised where."""
    task = dask_scheduler.tasks.get(key)
    if task is not None and (task.exception_blame or task).exception_text:
        task = task.exception_blame or task
        return {"key": str(task.key), "text": task.exception_text, "traceback": task.traceback_text or ""}
    if exception is None:
        return {}
    import pickle

    return {"text": repr(pickle.loads(exception))}
