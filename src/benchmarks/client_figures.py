"""Measures Dask clients on the same scheduler. Run by src/benchmarks/client."""

import argparse
import json
import math
import operator
import socket
import statistics
import subprocess
import sys
import threading
import time

import numpy
from distributed import Client, LocalCluster

CALLS = 1_000
SUBMITS = 100
TASKS = 10_000
BYTES = 100_000_000
TRANSFERS = 3

CALLS_OF_SCHEDULER = ("identity", "adaptive_target", "ncores")
LABELS = {
    "identity": "identity, µs",
    "adaptive_target": "adaptive_target, µs",
    "ncores": "ncores, µs",
    "submit": "submit and its result, ms",
    "map": f"map of {TASKS:,} and gather, ms",
    "scatter": "scatter 100 MB of doubles, ms",
    "gather": "gather 100 MB of doubles, ms",
    "gather_array": "gather them as a numpy array, ms",
}


class Java:
    """The Java client, in a process of its own that measures once for each line."""

    def __init__(self, classpath, address, *ports):
        command = ["java", "-cp", classpath, "io.github.kubecluster.dask.ClientFigures", address, *map(str, ports)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Python:
    """Python's client. Calls of the scheduler are awaited in its event loop, where they are fastest."""

    def __init__(self, address):
        self.client = Client(address, set_as_default=False)
        self.doubles = numpy.arange(BYTES // 8, dtype=float)

    def measure(self):
        figures = {name: self.client.sync(self.calls, name) for name in CALLS_OF_SCHEDULER}
        figures["submit"] = statistics.median(seconds(self.submit) for _ in range(SUBMITS))
        scatter, gather = [], []
        for _ in range(TRANSFERS):
            start = time.perf_counter()
            future = self.client.scatter(self.doubles, hash=False)
            scatter.append(time.perf_counter() - start)
            gather.append(seconds(lambda: self.gathered(future)))
            future.release()
        figures["map"] = seconds(self.map)
        gathered = statistics.median(gather)
        return figures | {"scatter": statistics.median(scatter), "gather": gathered, "gather_array": gathered}

    async def calls(self, name):
        times = []
        for _ in range(CALLS):
            start = time.perf_counter()
            await getattr(self.client.scheduler, name)()
            times.append(time.perf_counter() - start)
        return statistics.median(times)

    def submit(self):
        assert self.client.submit(operator.add, 1, 2, pure=False).result() == 3

    def map(self):
        assert self.client.gather(self.client.map(operator.neg, range(TASKS), pure=False))[-1] == 1 - TASKS

    def gathered(self, future):
        array = future.result()
        assert len(array) == len(self.doubles) and array[-1] == self.doubles[-1]


class BareSocket:
    """A server that takes, or sends, as many bytes as the arrays have: by itself, or by way of another one behind it.

    What goes by way of another is what a scheduler does with a value for a worker: it takes all of it, then passes it on.
    """

    def __init__(self, behind=None):
        self.behind = behind
        self.content = bytearray(BYTES)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            with connection:
                if connection.recv(1) == b"r":
                    if self.behind:
                        self.receive_from_behind()
                    connection.sendall(self.content)
                else:
                    self.take(connection)
                    if self.behind:
                        self.send_behind()
                    connection.sendall(b"k")

    def take(self, connection):
        view, taken = memoryview(self.content), 0
        while taken < BYTES:
            count = connection.recv_into(view[taken:])
            if not count:
                raise EOFError("The other end of a bare socket has closed it.")
            taken += count

    def receive_from_behind(self):
        with socket.create_connection(("127.0.0.1", self.behind.port)) as connection:
            connection.sendall(b"r")
            self.take(connection)

    def send_behind(self):
        with socket.create_connection(("127.0.0.1", self.behind.port)) as connection:
            connection.sendall(b"w")
            connection.sendall(self.content)
            assert connection.recv(1) == b"k"


def await_quiet(scheduler):
    """Waits until the scheduler has forgotten what the last subject has left: that keeps it busy."""
    end = time.monotonic() + 60
    while scheduler.tasks:
        if time.monotonic() > end:
            sys.exit(f"The scheduler still knows {len(scheduler.tasks)} tasks after 60 s.")
        time.sleep(0.1)
    time.sleep(1)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def table(java, python):
    def median(runs, name):
        return statistics.median(run[name] for run in runs)

    print(f"{'':34}{'Java':>10}{'Python':>10}{'ratio':>8}")
    for name, label in LABELS.items():
        unit = 1e6 if name in CALLS_OF_SCHEDULER else 1e3
        ours, theirs = median(java, name), median(python, name)
        print(f"{label:34}{ours * unit:10.1f}{theirs * unit:10.1f}{ours / theirs:8.2f}")
    ratios = [median(java, name) / median(python, name) for name in CALLS_OF_SCHEDULER]
    print(f"{'calls, geometric mean of the ratios':54}{math.prod(ratios) ** (1 / len(ratios)):8.2f}")
    print(f"{'':34}{'Java':>10}{'socket':>10}{'share':>8}")
    for way, label in (("", "of a bare socket, "), ("_behind", "of two behind each other, ")):
        for name, bare in (("scatter", "send"), ("gather", "receive"), ("gather_array", "receive")):
            ours, limit = median(java, name), median(java, f"bare_{bare}{way}")
            print(f"{label + name:38}{ours * 1e3:6.1f}{limit * 1e3:10.1f}{limit / ours:8.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None, host="127.0.0.1", memory_limit=0) as cluster:
        bare = BareSocket()
        java = Java(options.classpath, cluster.scheduler_address, bare.port, BareSocket(bare).port)
        python = Python(cluster.scheduler_address)
        runs = {java: [], python: []}
        for number in range(options.rounds + 1):
            for subject, figures in runs.items():
                print(f"round {number} of {options.rounds}: {type(subject).__name__}", file=sys.stderr)
                await_quiet(cluster.scheduler)
                measured = subject.measure()
                if number:
                    figures.append(measured)
        table(runs[java], runs[python])
        java.process.stdin.close()
        java.process.wait()
        python.client.close()


if __name__ == "__main__":
    main()
