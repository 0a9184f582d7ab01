package io.github.kubecluster.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that {@link KubeClusterBuilder} has collected and checked. */
record ClusterOptions(
        PodTemplate template,
        ClusterName name,
        Scaling scaling,
        Map<String, String> variables,
        RuntimeChoice runtime,
        DashboardRoute dashboardRoute,
        Consumer<String> narrator,
        Duration startLimit,
        Duration lifeline,
        Map<String, String> environment) {}
