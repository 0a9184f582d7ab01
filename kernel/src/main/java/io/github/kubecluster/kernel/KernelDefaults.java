package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeClusterBuilder;
import io.github.kubecluster.cluster.KubeClusterDefaults;

/** What a cluster gets when it is made in this kernel: a dashboard that opens, and waits that are told in the cell. */
public final class KernelDefaults implements KubeClusterDefaults {
    static final ProxiedDashboards DASHBOARDS = new ProxiedDashboards(System.getenv());

    @Override
    public void apply(KubeClusterBuilder builder) {
        builder.dashboardRoute(DASHBOARDS).narrator(System.out::println);
    }
}
