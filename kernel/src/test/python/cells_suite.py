"""Runs the cells of ../cells on the kernel that the environment variable KERNEL names, and compares all that they show.

A file is a group of cases that share a kernel. "## " and a title begin a case; a thread that it is taken from stands in
parentheses. A line "---" begins the next cell. Lines below a cell say what it shows, and it shows no more: "=> " the
result, ":> " the output, "?> " the error stream, "*> " a display, "!> " the error; "..." stands for any lines, and a number
before the ">" limits a line to Java versions from that one on (or up to it, with a minus before it). The first cell of a
case has the number 1.
"""

import os
import re
import unittest
from pathlib import Path

import client_suite

KINDS = {"=": "result", ":": "output", "?": "error stream", "*": "display", "!": "error"}
EXPECTED = re.compile(r"([=:?*!])(-?\d+)?>(?: (.*))?$")


def cases(path):
    """Yields title and cells; a cell is its code and its expectations."""
    title, cells = None, []
    for line in path.read_text().splitlines():
        expected = EXPECTED.match(line)
        if line.startswith("## "):
            if title:
                yield title, cells
            title, cells = line[3:], [([], [])]
        elif line == "---":
            cells.append(([], []))
        elif expected:
            cells[-1][1].append(expected.groups())
        elif not cells[-1][1] or line.strip():
            cells[-1][0].append(line)
    yield title, cells


class Cells(client_suite.KernelTests):
    kernel_name = os.environ.get("KERNEL", "kubecluster-java")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        version = cls.shown(cls.client, "Runtime.version().feature()")["result"]
        cls.java = int(version[0])

    @classmethod
    def shown(cls, client, code, first=1):
        """Runs a cell; returns the lines that it shows, by kind."""
        texts = {}

        def take(message):
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                name = "output" if content["name"] == "stdout" else "error stream"
                texts[name] = texts.get(name, "") + content["text"]
            elif kind in ("execute_result", "display_data"):
                name = "result" if kind == "execute_result" else "display"
                texts[name] = texts.get(name, "") + content["data"]["text/plain"] + "\n"
            elif kind == "error":
                texts["error"] = "\n".join(content["traceback"]) + "\n"

        client.execute_interactive(code, allow_stdin=False, output_hook=take, timeout=client_suite.LIMIT)
        return {kind: cls.lines(text, first) for kind, text in texts.items()}

    @staticmethod
    def lines(text, first):
        plain = re.sub("\x1b\\[[;\\d]*m", "", text)
        numbers = re.compile(r"(\bCell (?=\d+,)|^\[(?=\d+\] ))(\d+)", re.MULTILINE)
        return numbers.sub(lambda cell: f"{cell[1]}{int(cell[2]) - first + 1}", plain).splitlines()

    def applies(self, limit):
        return not limit or (self.java <= -int(limit) if limit.startswith("-") else self.java >= int(limit))

    def run_case(self, cells):
        first = self.client.execute_interactive("", silent=True, output_hook=lambda m: None)["content"]["execution_count"]
        for code, expectations in cells:
            expected = {}
            for kind, limit, text in expectations:
                if self.applies(limit):
                    expected.setdefault(KINDS[kind], []).append(text or "")
            shown = self.shown(self.client, "\n".join(code).strip("\n"), first)
            for kind in KINDS.values():
                self.assert_lines(kind, expected.get(kind, []), shown.get(kind, []))

    def assert_lines(self, kind, expected, shown):
        pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in expected)
        if not re.fullmatch(pattern, "".join(line + "\n" for line in shown)):
            self.assertEqual("\n".join(shown), "\n".join(expected), f"The {kind} is another one.")


def group(path):
    """Makes the class of tests for a file."""
    tests = {}
    for number, (title, cells) in enumerate(cases(path), 1):
        name = f"test_{number:02}_" + re.sub(r"\W+", "_", title).strip("_")
        tests[name] = lambda self, cells=cells: self.run_case(cells)
    return type(path.stem.title(), (Cells,), tests)


def load_tests(loader, tests, pattern):
    groups = sorted((Path(__file__).parent.parent / "cells").glob("*.txt"))
    return unittest.TestSuite(loader.loadTestsFromTestCase(group(path)) for path in groups)
