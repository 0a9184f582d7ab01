"""Measures proxies before the same server. Run by src/benchmarks/proxy."""

import argparse
import asyncio
import os
import pathlib
import secrets
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

import psutil
from proxy_upstream import PAGE

ROOT = pathlib.Path(__file__).parents[2]
CONNECTIONS = 4
WARM_UP_SECONDS = 8
LOAD_TUNNELS = 200
LOAD_CONNECTIONS = 50
LOAD_RATE = 1000
START_LIMIT = 60

FIGURES = {
    "cpu": "CPU per request, µs",
    "latency": "latency of a request, ms",
    "late": "99th percentile, ms",
    "rate": f"requests a second over {CONNECTIONS} connections",
    "echo_cpu": "CPU per WebSocket message and its echo, µs",
    "echo": "echo of 1 KB, ms",
    "echo_late": "99th percentile, ms",
    "rss": "RSS, MB",
}


class Subject:
    """A running server: the upstream itself, or a proxy before it."""

    def __init__(self, name, argv, port=None, path="", header="", **env):
        self.name, self.path, self.header = name, path, header
        self.process = subprocess.Popen(argv, env=os.environ | env, stdout=subprocess.PIPE, text=True)
        self.port = port or int(self.process.stdout.readline().strip().rpartition(":")[2])
        self.tree = psutil.Process(self.process.pid)

    def head(self, page, *fields):
        lines = [f"GET {self.path}{page} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *fields, self.header]
        return "\r\n".join(filter(None, lines)).encode() + b"\r\n\r\n"

    def await_start(self):
        name, _, value = self.header.partition(": ")
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{self.path}/page", headers={name: value} if name else {})
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                with urllib.request.urlopen(request) as answer:
                    assert answer.read() == PAGE
                    return
            except OSError as error:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise RuntimeError(f"{self.name} does not answer: {error}") from error
                time.sleep(0.2)

    def cpu(self):
        return sum(sum(process.cpu_times()[:2]) for process in [self.tree, *self.tree.children(recursive=True)])

    def rss(self):
        return self.tree.memory_info().rss / 1e6

    def end(self):
        self.process.terminate()
        self.process.wait()


class Requests:
    """A connection on which one request follows the other."""

    @classmethod
    async def open(cls, subject):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", subject.port)
        self.head = subject.head("/page")
        return self

    async def exchange(self):
        self.writer.write(self.head)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 ") or await self.reader.readexactly(len(PAGE)) != PAGE:
            raise AssertionError(f"a request was answered with {head}")


class Tunnel:
    """A WebSocket on which each message is awaited to come back."""

    @classmethod
    async def open(cls, subject):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", subject.port)
        self.writer.write(
            subject.head(
                "/echo",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            )
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101 "):
            raise AssertionError(f"a WebSocket was answered with {head}")
        return self

    async def exchange(self):
        # A mask of zeros leaves the payload as it is.
        self.writer.write(b"\x82\xfe" + len(PAGE).to_bytes(2, "big") + bytes(4) + PAGE)
        while True:
            opcode, payload = await self.frame()
            if opcode == 2:
                break
        if payload != PAGE:
            raise AssertionError(f"a WebSocket message came back as {payload}")

    async def frame(self):
        first, length = await self.reader.readexactly(2)
        if length == 126:
            length = int.from_bytes(await self.reader.readexactly(2), "big")
        return first & 0xF, await self.reader.readexactly(length)


async def repeated(connection, seconds):
    """Exchanges as fast as it goes; returns how long each exchange took."""
    times = []
    now = time.perf_counter()
    end = now + seconds
    while now < end:
        await connection.exchange()
        before, now = now, time.perf_counter()
        times.append(now - before)
    return times


async def paced(connection, first, period, count):
    """Exchanges at fixed times; returns how long after its time each was over."""
    times = []
    for i in range(count):
        due = first + i * period
        await asyncio.sleep(max(0, due - time.perf_counter()))
        await connection.exchange()
        times.append(time.perf_counter() - due)
    return times


async def measured(subject, kind, seconds):
    """Returns the CPU seconds of each exchange and how long each took."""
    connections = [await kind.open(subject) for _ in range(CONNECTIONS)]
    before = subject.cpu()
    times = sum(await asyncio.gather(*(repeated(each, seconds) for each in connections)), [])
    cpu = (subject.cpu() - before) / len(times)
    for each in connections:
        each.writer.close()
    return cpu, times


async def figures(subject, seconds):
    cpu, times = await measured(subject, Requests, seconds)
    echo_cpu, echoes = await measured(subject, Tunnel, seconds)
    return {
        "cpu": cpu * 1e6,
        "latency": statistics.median(times) * 1000,
        "late": percentile(times),
        "rate": len(times) / seconds,
        "echo_cpu": echo_cpu * 1e6,
        "echo": statistics.median(echoes) * 1000,
        "echo_late": percentile(echoes),
        "rss": subject.rss(),
    }


def percentile(times):
    return statistics.quantiles(times, n=100)[98] * 1000


async def load(subject, seconds):
    """Prints what becomes of many open WebSockets and a steady rate of requests, together."""
    tunnels = [await Tunnel.open(subject) for _ in range(LOAD_TUNNELS)]
    connections = [await Requests.open(subject) for _ in range(LOAD_CONNECTIONS)]
    before = subject.cpu(), subject.rss()
    start = time.perf_counter() + 1
    period = LOAD_CONNECTIONS / LOAD_RATE
    requests = [
        paced(each, start + i * period / LOAD_CONNECTIONS, period, round(seconds / period))
        for i, each in enumerate(connections)
    ]
    messages = [paced(each, start + i / LOAD_TUNNELS, 1, round(seconds)) for i, each in enumerate(tunnels)]
    results = await asyncio.gather(*requests, *messages)
    answered = sum(results[:LOAD_CONNECTIONS], [])
    echoed = sum(results[LOAD_CONNECTIONS:], [])
    print(
        f"\n{subject.name}, {LOAD_TUNNELS} WebSockets and {LOAD_RATE} requests/s for {seconds} s:"
        f" {len(answered)} of {round(LOAD_RATE * seconds)} requests answered"
        f" (median {statistics.median(answered) * 1000:.2f} ms, 99 % within {percentile(answered):.1f} ms,"
        f" all within {max(answered) * 1000:.0f} ms), {len(echoed)} of {LOAD_TUNNELS * seconds} messages echoed"
        f" (99 % within {percentile(echoed):.1f} ms);"
        f" {(subject.cpu() - before[0]) / (time.perf_counter() - start) * 100:.0f} % of a CPU,"
        f" RSS from {before[1]:.0f} to {subject.rss():.0f} MB"
    )


def subjects(work):
    token = secrets.token_hex(16)
    upstream = Subject("the server itself", [sys.executable, ROOT / "src/benchmarks/proxy_upstream.py"])
    yield upstream
    jar = next((ROOT / "kernel/target").glob("kubecluster-kernel-*.jar"))
    address = f"http://127.0.0.1:{upstream.port}"
    yield Subject("KubeCluster", ["java", "-jar", jar, "proxy", "--upstream", address])
    port, api = free_port(), free_port()
    node = work / "node_modules/.bin/configurable-http-proxy"
    options = f"--ip=127.0.0.1 --port={port} --api-ip=127.0.0.1 --api-port={api} --log-level=error".split()
    yield Subject("configurable-http-proxy", [node, *options, "--default-target", address], port)
    port = free_port()
    options = f"--ServerApp.ip=127.0.0.1 --ServerApp.port={port} --ServerApp.port_retries=0 --allow-root --log-level=ERROR"
    yield Subject(
        "jupyter-server-proxy",
        [sys.executable, "-m", "jupyter_server", *options.split()],
        port,
        f"/proxy/{upstream.port}",
        f"Authorization: token {token}",
        JUPYTER_TOKEN=token,
        JUPYTER_CONFIG_DIR=str(work / "config"),
    )


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def table(results):
    names = list(results)
    medians = {name: {key: statistics.median(run[key] for run in runs) for key in FIGURES} for name, runs in results.items()}
    rows = [["", *names]]
    for key, label in FIGURES.items():
        rows.append([label, *(shown(medians[name][key]) for name in names)])
        if key in ("cpu", "echo_cpu"):
            own = medians[names[0]][key]
            rows.append(["  in units of the server's own", *(shown(medians[name][key] / own) for name in names)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(names) + 1)]
    for row in rows:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))


def shown(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


async def run(options, running):
    for subject in running:
        subject.await_start()
        for kind in (Requests, Tunnel):
            await measured(subject, kind, WARM_UP_SECONDS)
    results = {subject.name: [] for subject in running}
    for number in range(options.rounds):
        for subject in running:
            print(f"round {number + 1} of {options.rounds}: {subject.name}", file=sys.stderr)
            results[subject.name].append(await figures(subject, options.seconds))
    table(results)
    if options.load_seconds:
        await load(running[1], options.load_seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--load-seconds", type=int, default=60)
    options = parser.parse_args()
    running = []
    try:
        for subject in subjects(options.work):
            running.append(subject)
        asyncio.run(run(options, running))
    finally:
        for subject in running:
            subject.end()


if __name__ == "__main__":
    main()
