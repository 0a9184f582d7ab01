package io.github.kubecluster.cluster;

import java.time.Duration;
import java.util.Map;

/** A program that starts a cluster, tells when the workers are ready, and closes it when it gets a line of input. */
final class ClusterOwner {
    static final String READY = "ready: ";

    /** Tests wait for the end of clusters whose owner was killed. */
    private static final Duration LIFELINE = Duration.ofSeconds(15);

    private ClusterOwner() {}

    /** Returns what runs it, with so many workers; its environment says where and from which template. */
    static ProcessBuilder command(int workers) {
        return new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterOwner.class.getName(),
                String.valueOf(workers));
    }

    public static void main(String[] arguments) throws java.io.IOException {
        KubeClusterBuilder builder = new KubeClusterBuilder(System.getenv()).workers(Integer.parseInt(arguments[0]));
        Map<String, String> settings = System.getenv();
        builder.template(settings.get("TEMPLATE")).lifeline(LIFELINE);
        if (settings.containsKey("LIMIT_SECONDS")) {
            builder.startLimit(Duration.ofSeconds(Long.parseLong(settings.get("LIMIT_SECONDS"))));
        }
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
