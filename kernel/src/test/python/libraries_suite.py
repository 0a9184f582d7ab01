"""Cells that bring other versions of the libraries that the kernel itself is made of, and cells that fill the heap."""

import os
import queue
import time
from pathlib import Path

import client_suite
from client_suite import LIMIT, text

JARS = Path(__file__).parents[3] / "target" / "other-versions"


class Libraries(client_suite.KernelTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.execute_interactive(f"%classpath {JARS}/*.jar", allow_stdin=False, timeout=LIMIT)

    def origin(self, name):
        return f'{name}.class.getProtectionDomain().getCodeSource().getLocation().getPath().replaceAll(".*/", "")'

    def test_gson(self):
        self.assertValue(self.origin("com.google.gson.Gson"), "gson-2.10.1.jar")
        self.assertValue('new com.google.gson.Gson().toJson(Map.of("a", 1))', '{"a":1}')

    def test_jackson(self):
        self.assertValue("new com.fasterxml.jackson.core.JsonFactory().version().toString()", "2.15.4")

    def test_fabric8(self):
        self.assertValue(self.origin("io.fabric8.kubernetes.client.KubernetesClient"), "kubernetes-client-api-6.13.4.jar")

    def test_the_kernel_goes_on_with_its_own(self):
        _, published = self.run_cell("%kubecluster yaml --name demo")
        self.assertIn("demo-scheduler", text(published))


class FullHeap(client_suite.KernelTests):
    """A full heap ends the cell, or else the kernel: nothing in between, where it looks alive and answers nothing."""

    options = {}

    @classmethod
    def setUpClass(cls):
        os.environ["JDK_JAVA_OPTIONS"] = "-Xmx200m"
        try:
            super().setUpClass()
        finally:
            del os.environ["JDK_JAVA_OPTIONS"]

    def test_it_is_told_and_the_next_cell_runs_or_the_kernel_ends(self):
        request = self.client.execute("var all = new ArrayList<byte[]>(); while (true) all.add(new byte[1 << 18]);")
        limit = time.monotonic() + LIMIT
        while self.manager.is_alive() and time.monotonic() < limit:
            try:
                message = self.client.get_shell_msg(timeout=0.2)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            reply = message["content"]
            self.assertEqual((reply["status"], reply["ename"]), ("error", "OutOfMemoryError"))
            self.assertIn("The heap of 200 MiB is full.", reply["traceback"][-1])
            self.assertEqual(self.run_cell("%reset")[0]["status"], "ok")
            self.assertValue("1 + 1", "2")
            return
        self.assertFalse(self.manager.is_alive(), "The kernel neither told of the full heap nor ended.")


del client_suite
