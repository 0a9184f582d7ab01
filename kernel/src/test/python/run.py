"""Runs the tests of a module and prints one line of JSON for each: its name and what went wrong, if anything."""

import importlib
import json
import sys
import unittest


class Report(unittest.TestResult):
    def stopTest(self, test):
        super().stopTest(test)
        wrong = [text for failed, text in self.failures + self.errors if failed.id().startswith(test.id())]
        skipped = [reason for skipped, reason in self.skipped if skipped is test]
        print(json.dumps({"name": test.id(), "wrong": "\n".join(wrong), "skipped": "\n".join(skipped)}), flush=True)

    def addError(self, test, error):
        super().addError(test, error)
        if not isinstance(test, unittest.TestCase):
            print(json.dumps({"name": test.id(), "wrong": self.errors[-1][1], "skipped": ""}), flush=True)


if __name__ == "__main__":
    module = importlib.import_module(sys.argv[1])
    unittest.defaultTestLoader.loadTestsFromModule(module).run(Report())
