"""Measures Jupyter kernels side by side. Run by src/benchmarks/kernel."""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

import psutil
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).parents[2]
LIMIT = 120
WARM_UP = 30
REPEATS = 50
PAIRS = 400
# A JVM gives memory back to the system a moment after a collection, piece by piece.
GIVE_BACK = 2

FIGURES = {
    "info": "spawn to kernel_info, ms",
    "first": "spawn to first result, sent at once, ms",
    "cpu": "CPU up to the first result, s",
    "rss_first": "RSS after the first cell, MB",
    "warm_info": "warm kernel_info, ms",
    "cell": "warm 1 + 1, ms",
    "hot": "1 + 1 after hundreds, ms",
    "bare": "bare JShell.eval in turn with it, ms",
    "imports": "the same with the imports of cells, ms",
    "complete": "warm completion, ms",
    "lines": "10,000 printed lines, ms",
    "messages": "messages they come in",
    "rss": "RSS after a collection and two seconds, MB",
    "exit": "gone after a shutdown request at rest, ms",
}

PYTHON = {
    "cell": "1 + 1",
    "print": "for i in range(10_000): print('line', i)",
    "complete": "import os; os.pa",
    "collect": "import gc; gc.collect();",
}
JAVA = {
    "cell": "1 + 1",
    "print": 'for (int i = 0; i < 10_000; i++) System.out.println("line " + i);',
    "complete": '"a".isEmp',
    "collect": "System.gc();",
}
KOTLIN = {
    "cell": "1 + 1",
    "print": 'for (i in 0 until 10_000) println("line $i")',
    "complete": '"a".isEmp',
    "collect": "System.gc()",
}

# Evaluations by a JShell that has nothing to do with the kernel but its JVM.
BARE = """
class Bare {
    final jdk.jshell.JShell shell = jdk.jshell.JShell.builder()
        .executionEngine(new jdk.jshell.execution.LocalExecutionControlProvider(), Map.of()).build();
    final List<Long> nanos = new ArrayList<>();

    Bare(String... packages) {
        for (String name : packages) shell.eval("import " + name + ".*;");
    }

    void evaluate() {
        long start = System.nanoTime();
        var events = shell.eval("1 + 1");
        nanos.add(System.nanoTime() - start);
        events.forEach(event -> shell.drop(event.snippet()));
    }

    double median(int last) {
        var measured = new ArrayList<>(nanos.subList(nanos.size() - last, nanos.size()));
        Collections.sort(measured);
        return measured.get(last / 2) / 1e6;
    }
}
var bare = new Bare();
var imports = new Bare("java.io", "java.math", "java.nio.file", "java.time", "java.util", "java.util.concurrent",
    "java.util.function", "java.util.stream");
"""


class Subject:
    """A kernel, with the Java that runs it."""

    def __init__(self, name, argv, samples, env=None, bare=None):
        self.name, self.samples, self.bare = name, samples, bare
        self.spec = KernelSpec(
            argv=argv, display_name=name, language="x", interrupt_mode="message", env=env or {}
        )


def subjects(work, homes):
    yield Subject("ipykernel", [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], PYTHON)
    jar = next((ROOT / "kernel/target").glob("kubecluster-kernel-*.jar"))
    for home in homes:
        java = str(home / "bin/java")
        label = f" ({version(java)})" if len(homes) > 1 else ""
        prefix = work / f"installed-{version(java)}"
        subprocess.run([java, "-jar", jar, "install", "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
        ours = json.loads((prefix / "share/jupyter/kernels/kubecluster-java/kernel.json").read_text())
        yield Subject("KubeCluster" + label, ours["argv"], JAVA, ours["env"] | {"KUBECLUSTER_HISTORY": "off"}, BARE)
        yield from peers(work / "peers", java, label)


def peers(directory, java, label):
    environment = {"JAVA_HOME": str(pathlib.Path(java).parents[1]), "KOTLIN_JUPYTER_JAVA_EXECUTABLE": java}
    jjava = directory / "jjava/share/jupyter/kernels/java"
    yield Subject(
        "JJava" + label,
        [java, "-jar", f"{jjava}/jjava-launcher.jar", f"{jjava}/jjava.jar", "{connection_file}"],
        JAVA,
        environment | {"PATH": f"{pathlib.Path(java).parent}:{os.environ['PATH']}"},
    )
    yield Subject(
        "Kotlin" + label,
        [sys.executable, "-m", "run_kotlin_kernel", "{connection_file}"],
        KOTLIN,
        environment | {"PYTHONPATH": str(directory / "kotlin-jupyter-kernel")},
    )
    beakerx = directory / "beakerx-kernel-java/beakerx_java/kernel/lib"
    yield Subject(
        "BeakerX" + label,
        [java, "-cp", f"{beakerx}/*", "com.twosigma.beakerx.javash.kernel.Java", "{connection_file}"],
        # Its cells print the value of a "return".
        JAVA | {"cell": "return 1 + 1;"},
        environment,
    )


def version(java):
    told = subprocess.run([java, "-version"], stderr=subprocess.PIPE, text=True).stderr
    return re.search(r'version "(\d+)', told)[1]


class Run:
    """One life of a kernel."""

    def __init__(self, subject):
        self.subject = subject
        self.figures = {}

    def measure(self):
        """Measures a whole life, but for what is compared with a bare JShell: that has a life of its own."""
        with self.living() as start:
            self.begin(start)
            self.repeat()
            self.flood()
            self.figures["warm_info"] = self.median(self.client.kernel_info)
            self.output(self.execute("collect"))
            time.sleep(GIVE_BACK)
            self.figures["rss"] = self.rss()
            self.end()
        if self.subject.bare:
            with self.living():
                self.compare()
        return self.figures

    @contextlib.contextmanager
    def living(self):
        self.manager = KernelManager()
        self.manager._kernel_spec = self.subject.spec
        start = time.perf_counter()
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process = psutil.Process(self.manager.provisioner.pid)
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        try:
            yield start
        finally:
            self.client.stop_channels()
            if self.manager.is_alive():
                self.manager.shutdown_kernel(now=True)

    def begin(self, start):
        info = self.client.kernel_info()
        first = self.execute("cell")
        replies = {}
        while len(replies) < 2:
            message = self.client.get_shell_msg(timeout=LIMIT)
            replies[message["parent_header"].get("msg_id")] = time.perf_counter()
        self.figures["info"] = (replies[info] - start) * 1000
        self.figures["first"] = (replies[first] - start) * 1000
        self.figures["cpu"] = sum(sum(process.cpu_times()[:2]) for process in self.tree())
        self.figures["rss_first"] = self.rss()

    def repeat(self):
        code = self.subject.samples["complete"]
        self.figures["cell"] = self.median(lambda: self.execute("cell"))
        self.figures["complete"] = self.median(lambda: self.client.complete(code, len(code)))

    def compare(self):
        """Measures cells and bare evaluations in turns, when the JVM has compiled the compiler."""
        self.output(self.client.execute(self.subject.bare, allow_stdin=False))
        times = []
        for _ in range(PAIRS):
            times.append(self.time(lambda: self.execute("cell")))
            self.time(lambda: self.client.execute("bare.evaluate();", allow_stdin=False))
            self.time(lambda: self.client.execute("imports.evaluate();", allow_stdin=False))
        self.figures["hot"] = statistics.median(times[PAIRS // 2 :]) * 1000
        for name in ("bare", "imports"):
            median = f"System.out.print({name}.median({PAIRS // 2})); {name}.shell.close();"
            text, _ = self.output(self.client.execute(median, allow_stdin=False))
            self.figures[name] = float(text)

    def time(self, ask):
        start = time.perf_counter()
        self.reply(ask())
        taken = time.perf_counter() - start
        self.drain()
        return taken

    def median(self, ask):
        times = [self.time(ask) for _ in range(WARM_UP + REPEATS)]
        return statistics.median(times[WARM_UP:]) * 1000

    def flood(self):
        start = time.perf_counter()
        request = self.execute("print")
        text, messages = self.output(request)
        self.figures["lines"] = (time.perf_counter() - start) * 1000
        self.figures["messages"] = messages
        if text.count("\n") != 10_000:
            raise AssertionError(f"{self.subject.name} printed {text.count(chr(10))} of 10,000 lines")

    def end(self):
        family = self.tree()
        start = time.perf_counter()
        self.client.shutdown()
        psutil.wait_procs(family, timeout=10)
        self.figures["exit"] = (time.perf_counter() - start) * 1000

    def execute(self, sample):
        return self.client.execute(self.subject.samples[sample], allow_stdin=False)

    def reply(self, request):
        while True:
            message = self.client.get_shell_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == request:
                return

    def drain(self):
        while self.client.iopub_channel.msg_ready():
            self.client.iopub_channel.get_msg()

    def output(self, request):
        """Returns what a cell prints, and in how many messages."""
        texts = []
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])
            if message["content"].get("execution_state") == "idle":
                self.reply(request)
                return "".join(texts), len(texts)

    def tree(self):
        return [self.process, *self.process.children(recursive=True)]

    def rss(self):
        return sum(process.memory_info().rss for process in self.tree()) / 1e6


def table(results):
    names = list(results)
    rows = [["", *names]]
    for key, label in FIGURES.items():
        rows.append([label, *(shown(key, results[name]) for name in names)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(names) + 1)]
    for row in rows:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))


def shown(key, runs):
    values = [run[key] for run in runs if key in run]
    if not values:
        return "-"
    median = statistics.median(values)
    return f"{median:.1f}" if median < 100 and key != "messages" else f"{median:.0f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--java", type=pathlib.Path, action="append")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    homes = options.java or [pathlib.Path(os.path.realpath(shutil.which("java"))).parents[1]]
    measured = [subject for subject in subjects(options.work, homes) if re.search(options.only, subject.name)]
    results = {subject.name: [] for subject in measured}
    for number in range(options.runs):
        for subject in measured:
            print(f"run {number + 1} of {options.runs}: {subject.name}", file=sys.stderr)
            try:
                results[subject.name].append(Run(subject).measure())
            except Exception as error:
                print(f"{subject.name} is left out of this run: {error!r}", file=sys.stderr)
    table(results)


if __name__ == "__main__":
    main()
