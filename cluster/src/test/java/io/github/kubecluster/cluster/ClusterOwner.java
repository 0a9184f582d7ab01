package io.github.kubecluster.cluster;

import java.util.Map;

/** A program that starts a cluster, tells when the workers are ready, and closes it when it gets a line of input. */
final class ClusterOwner {
    static final String READY = "ready: ";

    private ClusterOwner() {}

    public static void main(String[] arguments) throws java.io.IOException {
        KubeClusterBuilder builder = new KubeClusterBuilder(System.getenv()).workers(Integer.parseInt(arguments[0]));
        Map<String, String> settings = System.getenv();
        builder.template(settings.get("TEMPLATE"));
        if (settings.containsKey("CONTEXT")) {
            builder.kubernetes(settings.get("CONTEXT")).namespace(settings.get("NAMESPACE"));
        } else {
            builder.local().python(settings.get("PYTHON"));
        }
        KubeCluster cluster = builder.start();
        cluster.waitForWorkers(Integer.parseInt(arguments[0]));
        System.out.println(READY + cluster.name());
        System.in.read();
        cluster.close();
    }
}
