"""Tools of the Jupyter project that run notebooks and consoles run this kernel."""

import os
import subprocess
import sys
import tempfile
import unittest

import nbformat

KERNEL = "kubecluster-java"
LIMIT = 300


def run(*words, **options):
    return subprocess.run([sys.executable, "-m", *words], check=True, timeout=LIMIT, text=True, **options)


class Tools(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def notebook(self, *cells):
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": KERNEL, "display_name": "Java"}})
        notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
        path = os.path.join(self.directory, "notebook.ipynb")
        nbformat.write(notebook, path)
        return path

    def outputs(self, path):
        return [
            output["data"]["text/plain"]
            for cell in nbformat.read(path, 4).cells
            for output in cell.get("outputs", ())
            if output["output_type"] == "execute_result"
        ]

    def test_nbconvert_executes_a_notebook_and_exports_java_with_highlights(self):
        path = self.notebook("final int answer = 42;", "answer")
        run("nbconvert", "--execute", "--inplace", path, stderr=subprocess.DEVNULL)
        run("nbconvert", "--to", "html", path, stderr=subprocess.DEVNULL)
        with open(path.replace(".ipynb", ".html")) as page:
            html = page.read()
        self.assertIn('<span class="kd">final</span>', html)
        self.assertIn("<pre>42</pre>", html)
        run("nbconvert", "--to", "script", path, stderr=subprocess.DEVNULL)
        with open(path.replace(".ipynb", ".jsh")) as script:
            self.assertIn("final int answer = 42;", script.read())

    def test_papermill_runs_a_notebook(self):
        path = self.notebook("int count = 1;", "count * 2")
        done = os.path.join(self.directory, "done.ipynb")
        run("papermill", "--no-progress-bar", path, done, stderr=subprocess.DEVNULL)
        self.assertEqual(self.outputs(done), ["2"])

    def test_a_saved_notebook_shows_how_a_cluster_ended(self):
        path = self.notebook("%kubecluster start --local --name saved", "%kubecluster close")
        own = {**os.environ, "XDG_RUNTIME_DIR": self.directory}
        run("nbconvert", "--execute", "--inplace", path, stderr=subprocess.DEVNULL, env=own)
        card = nbformat.read(path, 4).cells[0].outputs[-1]["data"]["text/plain"]
        self.assertIn("state      closed", card)

    def test_a_saved_notebook_shows_what_changed_after_the_cell_of_a_display(self):
        path = self.notebook(
            'display("begun", "work"); var more = new CountDownLatch(1);\n'
            "var worker = new Thread(() -> { try { more.await(); } catch (InterruptedException e) { }"
            ' update("done", "work"); }); worker.start();',
            "more.countDown(); worker.join();",
        )
        run("nbconvert", "--execute", "--inplace", path, stderr=subprocess.DEVNULL)
        self.assertEqual(nbformat.read(path, 4).cells[0].outputs[0]["data"]["text/plain"], "done")

    def test_the_console_runs_cells_and_shows_results(self):
        told = run(
            *("jupyter_console", "--simple-prompt", "--kernel", KERNEL),
            input='int x = 6;\nx * 7\nSystem.out.println("printed");\n',
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ).stdout
        self.assertIn("42", told)
        self.assertIn("printed", told)
