"""Ends this scheduler when its owner is gone: loaded by the scheduler itself, as a preload.

An owner is a client whose name begins with OWNER. It is gone when no such client has been heard of for PATIENCE seconds,
counted from the scheduler's start on; a broken network counts as gone, an idle cluster does not.
"""
import asyncio
import logging
import os
import time

OWNER = os.environ["KUBECLUSTER_OWNER"]
PATIENCE = float(os.environ["KUBECLUSTER_LIFELINE_SECONDS"])

logger = logging.getLogger("distributed.scheduler")


async def watch(scheduler):
    heard = time.time()
    while time.time() - heard < PATIENCE:
        await asyncio.sleep(1)
        heard = max([heard] + [
            client.last_seen for key, client in scheduler.clients.items() if str(key).startswith(OWNER)
        ])
    logger.warning("Nothing was heard of the owner of this cluster for %.0f s: the scheduler ends", PATIENCE)
    await scheduler.close()


def dask_setup(scheduler):
    scheduler.kubecluster_lifeline = asyncio.get_running_loop().create_task(watch(scheduler))
