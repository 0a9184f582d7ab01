"""Runs a command as a local pod: its process group ends when the pipe on standard input does.

The command replaces this process, so that its exit status is the pod's. Beside it stays a watcher, which ends the group
when the other end of the pipe is closed, by intent or by the death of whoever held it, and clears away what the command
leaves behind in its group. The watcher alone keeps the pipe on standard error, and goes last: its end tells the owner that
nothing of the pod is left.
"""
import os
import select
import signal
import sys
import time

GRACE = float(os.environ.pop("KUBECLUSTER_GRACE_SECONDS", "5"))


def run(command):
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(1, 2)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        print(f"Cannot run {command[0]!r}: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(127)


def signal_group(group, number):
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass


def watch(main):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while os.getppid() == main:
        readable, _, _ = select.select([0], [], [], 0.1)
        if readable and not os.read(0, 4096):
            break
    signal_group(main, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while os.getppid() == main and time.monotonic() < deadline:
        time.sleep(0.05)
    signal_group(main, signal.SIGKILL)


os.setsid()
main = os.getpid()
if os.fork() == 0:
    watch(main)
else:
    run(sys.argv[1:])
