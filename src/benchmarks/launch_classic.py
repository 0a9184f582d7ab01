"""Scales a cluster of the classic dask-kubernetes as lines on standard input say. Run by src/benchmarks/launch.

A number asks for that many workers; an empty line has the memory of this process printed, in bytes.
"""

import logging
import os
import sys
import warnings

warnings.simplefilter("ignore")

import kubernetes
import kubernetes_asyncio
import psutil
import yaml
from dask_kubernetes.classic import KubeCluster
from dask_kubernetes.common.auth import ClusterAuth, KubeConfig
from dask_kubernetes.common.objects import make_pod_from_dict


logging.getLogger("distributed").setLevel(logging.WARNING)


class Address(ClusterAuth):
    """An API server that asks for nothing."""

    def __init__(self, url):
        self.url = url

    async def load(self):
        for library in (kubernetes, kubernetes_asyncio):
            configuration = library.client.Configuration()
            configuration.host = self.url
            library.client.Configuration.set_default(configuration)


def main():
    address = os.environ.get("API_SERVER")
    access = Address(address) if address else KubeConfig(context=os.environ["CONTEXT"])
    pod = make_pod_from_dict(yaml.safe_load(os.environ["TEMPLATE"]))
    cluster = KubeCluster(
        pod,
        n_workers=0,
        deploy_mode="local",
        namespace=os.environ["NAMESPACE"],
        auth=[access],
    )
    for line in sys.stdin:
        if line.strip():
            cluster.scale(int(line))
        else:
            print(psutil.Process().memory_info().rss, flush=True)


if __name__ == "__main__":
    main()
