"""Lays values over those of a Helm chart, as Helm does, and checks the whole against the chart's schema.

    check_values.py CHART VALUES...

Prints what does not fit, a line each.
"""

import pathlib
import sys

import jsonschema
import yaml


def laid_over(below, above):
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: laid_over(below.get(key), value) for key, value in above.items()}


chart, *files = map(pathlib.Path, sys.argv[1:])
values = yaml.safe_load((chart / "values.yaml").read_text())
for file in files:
    values = laid_over(values, yaml.safe_load(file.read_text()))
schema = yaml.safe_load((chart / "values.schema.yaml").read_text())
for error in jsonschema.Draft7Validator(schema).iter_errors(values):
    print(".".join(map(str, error.path)) + ": " + error.message)
