"""Ends this scheduler when nobody needs it: loaded by the scheduler itself, as a preload.

The owner is the one process that keeps the workers of this cluster. It says so with every call of "kubecluster_claim", and
by a client whose name begins with its own. It counts as gone when nothing was heard of it for PATIENCE seconds; a broken
network counts as gone, an idle cluster does not. Then the scheduler ends, unless it is detached; after half of that time
another process may take the owner's place. Whoever looks on claims with no name.

Idle is a scheduler that has had nothing to do for some time; after IDLE_LIMIT seconds of it, it ends. After LIFE_LIMIT seconds
it ends in any case. Zero is no limit.
"""
import asyncio
import logging
import os
import time

PATIENCE = float(os.environ.get("KUBECLUSTER_LIFELINE_SECONDS", "30"))
DETACHED = os.environ.get("KUBECLUSTER_DETACHED") == "1"
IDLE_LIMIT = float(os.environ.get("KUBECLUSTER_IDLE_SECONDS", "0"))
LIFE_LIMIT = float(os.environ.get("KUBECLUSTER_LIFE_SECONDS", "0"))

logger = logging.getLogger("distributed.scheduler")


class Lifeline:
    def __init__(self, scheduler):
        self.scheduler = scheduler
        self.owner = os.environ.get("KUBECLUSTER_OWNER", "")
        self.begun = self.heard = self.busy = time.time()
        self.transitions = None
        self.dismissed = set()
        self.drained = set()
        self.register = scheduler.handlers["register-worker"]
        scheduler.handlers["register-worker"] = self.admit
        scheduler.handlers["kubecluster_claim"] = self.claim
        scheduler.handlers["kubecluster_dismiss"] = self.dismiss
        scheduler.handlers["kubecluster_keep"] = self.keep

    def claim(self, owner="", keep=False, leave=False):
        """Makes the caller the owner if there is none, and tells how things are."""
        if leave:
            self.owner, owner = "" if owner == self.owner else self.owner, ""
        if owner and (owner == self.owner or self.silence() > PATIENCE / 2 or not self.owner):
            self.owner = owner
            self.heard = time.time()
        if keep:
            self.busy = time.time()
        return {
            "owner": self.owner,
            "silence": self.silence(),
            "patience": PATIENCE,
            "detached": DETACHED,
            "idle": time.time() - self.busy,
            "idle_limit": IDLE_LIMIT,
            "age": time.time() - self.begun,
            "life_limit": LIFE_LIMIT,
        }

    def dismiss(self, names=(), drain=False):
        """Lets no worker of these names join any more. Tells which have joined already: those are to be retired.

        When they are to be drained first, they begin no task from now on.
        """
        addresses = self.addresses()
        joined = [name for name in names if name in addresses]
        self.dismissed.update(set(names).difference(joined))
        if drain:
            self.drained.update(joined)
            for name in joined:
                self.turn(addresses[name], "closing_gracefully")
        return {"joined": joined, "time": time.time()}

    def keep(self, names=()):
        """Lets workers that were drained, and stay after all, begin tasks again."""
        addresses = self.addresses()
        for name in self.drained.intersection(names):
            self.drained.discard(name)
            self.turn(addresses.get(name), "running")
        return {}

    def addresses(self):
        return {str(name): address for name, address in self.scheduler.aliases.items()}

    def turn(self, address, status):
        """Gives a worker another status, in the way of "retire_workers"."""
        stimulus = f"kubecluster-{status}-{time.time()}"
        if address in self.scheduler.stream_comms:
            self.scheduler.handle_worker_status_change(status, address, stimulus)
            message = {"op": "worker-status-change", "status": status, "stimulus_id": stimulus}
            self.scheduler.stream_comms[address].send(message)

    async def admit(self, comm, name=None, **worker):
        if str(name) in self.dismissed:
            message = f"worker {name} was removed before it joined"
            await comm.write({"status": "error", "message": message, "time": time.time()})
            return None
        return await self.register(comm, name=name, **worker)

    def silence(self):
        if self.owner:
            self.heard = max([self.heard] + [
                client.last_seen for key, client in self.scheduler.clients.items() if str(key).startswith(self.owner)
            ])
        return time.time() - self.heard

    def note_work(self):
        scheduler = self.scheduler
        transitions = getattr(scheduler, "transition_counter", None)
        waiting = getattr(scheduler, "unrunnable", None) or any(worker.processing for worker in scheduler.workers.values())
        if waiting or transitions != self.transitions:
            self.transitions = transitions
            self.busy = time.time()

    def end(self):
        """Returns why this scheduler has to end now, if it has to."""
        if not DETACHED and self.silence() >= PATIENCE:
            return f"Nothing was heard of the owner of this cluster for {PATIENCE:.0f} s"
        if IDLE_LIMIT and time.time() - self.busy >= IDLE_LIMIT:
            return f"This cluster has had nothing to do for {IDLE_LIMIT:.0f} s"
        if LIFE_LIMIT and time.time() - self.begun >= LIFE_LIMIT:
            return f"This cluster has lived for {LIFE_LIMIT:.0f} s, as long as it may"
        return None

    async def watch(self):
        while not (reason := self.end()):
            await asyncio.sleep(1)
            self.note_work()
        logger.warning("%s: the scheduler ends", reason)
        await self.scheduler.close()


def dask_setup(scheduler):
    scheduler.kubecluster_lifeline = asyncio.get_running_loop().create_task(Lifeline(scheduler).watch())
