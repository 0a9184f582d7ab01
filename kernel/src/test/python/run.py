"""Runs the tests of a module and prints one line of JSON for each: its name and what went wrong, if anything.

Kernels that the tests start inherit the error stream in the place of the output, which is for the results alone.
"""

import importlib
import json
import os
import sys
import unittest

results = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Report(unittest.TestResult):
    def stopTest(self, test):
        super().stopTest(test)
        wrong = [text for failed, text in self.failures + self.errors if failed.id().startswith(test.id())]
        skipped = [reason for skipped, reason in self.skipped if skipped is test]
        self.report(test, wrong, skipped)

    def addError(self, test, error):
        super().addError(test, error)
        if not isinstance(test, unittest.TestCase):
            self.report(test, [self.errors[-1][1]], [])

    @staticmethod
    def report(test, wrong, skipped):
        result = {"name": test.id(), "wrong": "\n".join(wrong), "skipped": "\n".join(skipped)}
        print(json.dumps(result), file=results, flush=True)


if __name__ == "__main__":
    module = importlib.import_module(sys.argv[1])
    unittest.defaultTestLoader.loadTestsFromModule(module).run(Report())
