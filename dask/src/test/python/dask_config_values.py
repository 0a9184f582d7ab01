"""Prints what the real dask.config makes of each case on standard input: full keys and values, a line of JSON each.

A case is a line of JSON with the environment and the prefix of Python.
"""
import decimal
import json
import math
import os
import site
import sys
import warnings

import dask.config

warnings.simplefilter("ignore")


def portable(value):
    if isinstance(value, dict):
        return {str(key): portable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [portable(inner) for inner in value]
    if isinstance(value, float):
        exact = format(decimal.Decimal(value), "f") if math.isfinite(value) else {"inf": "inf", "-inf": "-inf"}.get(str(value), "nan")
        return "float " + (exact.rstrip("0").rstrip(".") if "." in exact else exact)
    return value if isinstance(value, (str, int, type(None))) else str(value)


def flat(node, path=""):
    for key, value in node.items():
        full = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict):
            yield from flat(value, full)
        else:
            yield full, portable(value)


def values(case):
    os.environ.clear()
    os.environ.update(case["environment"])
    sys.prefix = case["prefix"]
    site.PREFIXES[:] = [case["prefix"]]
    try:
        return dict(flat(dask.config.collect(dask.config._get_paths(), os.environ)))
    except (TypeError, ValueError):
        return {"refused": True}


for line in sys.stdin:
    print(json.dumps(values(json.loads(line))))
