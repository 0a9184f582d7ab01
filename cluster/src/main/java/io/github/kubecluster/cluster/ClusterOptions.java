package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.SchedulerAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that {@link KubeClusterBuilder} has collected and checked.
 *
 * @param attachTo the name or address of the cluster to attach to; empty to start one
 * @param orStart whether one is started where there is none to attach to
 */
record ClusterOptions(
        PodTemplates templates,
        ClusterName name,
        String attachTo,
        boolean orStart,
        Scaling scaling,
        int workerLimit,
        int userLimit,
        RuntimeChoice runtime,
        boolean encrypted,
        DashboardRoute dashboardRoute,
        Consumer<String> narrator,
        Duration startLimit,
        Duration lifeline,
        boolean detached,
        Duration idleLimit,
        Duration lifeLimit,
        Duration drainLimit,
        Map<String, String> environment) {

    Lifeline lifeline(String owner) {
        return new Lifeline(owner, lifeline, detached, idleLimit, lifeLimit);
    }

    /** Opens the place to run at. */
    PodRuntime open() {
        return ForeignRuntime.isAddress(attachTo)
                ? new ForeignRuntime(SchedulerAddress.parse(attachTo))
                : runtime.open(environment);
    }
}
