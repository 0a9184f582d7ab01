"""Starts the kernel as Jupyter does, runs code in it and ends it in the way that the first argument names.

    drive_kernel.py kill|shutdown|restart|leave CODE...

Prints what the code prints. Exits at once with "leave", as a Jupyter that dies.
"""
import os
import signal
import sys

from jupyter_client.manager import KernelManager


def show(message):
    if message["msg_type"] == "stream":
        sys.stdout.write(message["content"]["text"])
    elif message["msg_type"] == "error":
        sys.stdout.write(f"{message['content']['ename']}: {message['content']['evalue']}\n")
    sys.stdout.flush()


end, *cells = sys.argv[1:]
manager = KernelManager(kernel_name="kubecluster-java")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=120)
for cell in cells:
    reply = client.execute_interactive(cell, timeout=300, output_hook=show)
    if reply["content"]["status"] != "ok":
        manager.shutdown_kernel(now=True)
        sys.exit(1)
if end == "kill":
    os.kill(manager.provisioner.pid, signal.SIGKILL)
elif end == "shutdown":
    manager.shutdown_kernel()
elif end == "restart":
    manager.restart_kernel()
    client.wait_for_ready(timeout=120)
    client.execute_interactive('System.out.println("open after restart: " + KubeCluster.open().size())', output_hook=show)
    manager.shutdown_kernel()
elif end == "leave":
    os._exit(0)
