"""What `kubecluster install` and the environment give a kernel: an archive of its start, options, a start-up file."""

import os
import subprocess
import tempfile
import unittest

from jupyter_client.kernelspec import KernelSpecManager

import client_suite

INSTALLED = KernelSpecManager().get_kernel_spec("kubecluster-java").argv
JAVA, JAR = INSTALLED[0], INSTALLED[INSTALLED.index("-jar") + 1]


class Archive(unittest.TestCase):
    def test_a_kernel_starts_from_it(self):
        archive = next(word for word in INSTALLED if word.startswith(("-XX:SharedArchiveFile=", "-XX:AOTCache=")))
        loaded = subprocess.run(
            [JAVA, archive, "-Xlog:class+load", "-jar", JAR, "--help"], stdout=subprocess.PIPE, text=True
        ).stdout
        self.assertRegex(loaded, r"io\.github\.kubecluster\.kernel\.Main source: shared objects file")


class Options(client_suite.KernelTests):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        startup = os.path.join(cls.directory.name, "startup.jsh")
        with open(startup, "w") as file:
            file.write("int fromFile = 7;\n")
        subprocess.run(
            [JAVA, "-jar", JAR, "install", "--prefix", cls.directory.name, "--no-archive", "--java-option=--enable-preview"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        kernels = os.path.join(cls.directory.name, "share", "jupyter", "kernels")
        cls.options = {"kernel_spec_manager": KernelSpecManager(kernel_dirs=[kernels])}
        os.environ["KUBECLUSTER_STARTUP_FILE"] = startup
        try:
            super().setUpClass()
        finally:
            del os.environ["KUBECLUSTER_STARTUP_FILE"]

    def test_preview_features_work(self):
        self.run_cell('String kind(Object o) { return switch (o) { case Integer i -> "int"; default -> "other"; }; }')
        self.assertValue("kind(1)", "int")

    def test_the_startup_file_runs_before_the_first_cell(self):
        self.assertValue("fromFile", "7")


del client_suite
