"""Runs a notebook from top to bottom and shows in the terminal what comes out of each cell, as it comes."""

import argparse
import os
import shutil
import sys
import tempfile
import textwrap

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


class Terminal:
    """Prints cells and their output."""

    def __init__(self, stream):
        self.stream = stream
        self.width = min(shutil.get_terminal_size().columns, 100)
        self.colours = stream.isatty() and "NO_COLOR" not in os.environ
        self.shown = {}

    def markdown(self, source):
        paragraphs = [textwrap.fill(paragraph, self.width) for paragraph in source.split("\n\n")]
        self.write("\n" + "\n\n".join(paragraphs) + "\n")

    def code(self, source):
        self.write("\n" + self.coloured("36", textwrap.indent(source, "▌ ", lambda line: True)) + "\n")

    def message(self, kind, content):
        """Prints a message of the iopub channel; of a display that is updated, the lines that are new."""
        if kind == "stream":
            self.write(content["text"])
        elif kind == "error":
            self.write("\n".join(content["traceback"]) + "\n")
        elif kind in ("display_data", "execute_result", "update_display_data"):
            text = content["data"].get("text/plain", "")
            display_id = content.get("transient", {}).get("display_id")
            known = self.shown.get(display_id, []) if kind == "update_display_data" else []
            self.shown[display_id] = text.splitlines()
            fresh = [line for line in text.splitlines() if line not in known]
            if fresh:
                self.write("\n".join(fresh) + "\n")

    def coloured(self, colour, text):
        return f"\033[{colour}m{text}\033[0m" if self.colours else text

    def write(self, text):
        self.stream.write(text)
        self.stream.flush()


class ShowingClient(NotebookClient):
    """Shows messages when they arrive, and not when their cell has ended."""

    def __init__(self, notebook, terminal, **options):
        super().__init__(notebook, **options)
        self.terminal = terminal

    def process_message(self, msg, cell, cell_index):
        self.terminal.message(msg["msg_type"], msg["content"])
        return super().process_message(msg, cell, cell_index)

    async def async_execute_cell(self, cell, cell_index, **options):
        show = self.terminal.code if cell.cell_type == "code" else self.terminal.markdown
        show(cell.source)
        return await super().async_execute_cell(cell, cell_index, **options)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook")
    path = os.path.abspath(parser.parse_args().notebook)
    notebook = nbformat.read(path, as_version=4)
    client = ShowingClient(
        notebook,
        Terminal(sys.stdout),
        timeout=None,
        startup_timeout=60,
        resources={"metadata": {"path": os.path.dirname(path)}},
    )
    with tempfile.NamedTemporaryFile("w+", prefix="kernel-", suffix=".log", errors="replace") as log:
        try:
            client.execute(stderr=log)
        except CellExecutionError as failure:
            sys.exit(f"\nA cell of {path} failed: {failure.ename}: {failure.evalue}")
        except (DeadKernelError, RuntimeError) as failure:
            log.seek(0)
            sys.exit(f"\nThe kernel of {path} failed: {failure}\n{log.read()}")
        except KeyboardInterrupt:
            sys.exit(130)


if __name__ == "__main__":
    main()
