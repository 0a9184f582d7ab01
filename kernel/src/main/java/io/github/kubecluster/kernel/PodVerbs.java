package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterPods;
import io.github.kubecluster.cluster.DeadWorker;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.LogQuery;
import io.github.kubecluster.proxy.ProxyCounters;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that tell what goes on in a cluster's pods. They change nothing. */
final class PodVerbs {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private PodVerbs() {}

    @Command(name = "logs", description = "Prints the logs of the cluster's pods.", mixinStandardHelpOptions = true)
    static final class Logs extends Verbs.Verb {
        @Parameters(arity = "0..*", paramLabel = "POD", description = "Which pods (default: all).")
        private @Nullable List<String> pods;

        @Option(
                names = "--tail",
                paramLabel = "LINES",
                defaultValue = "100",
                description = "How many lines of each, the last ones (default: 100).")
        private int tail;

        @Option(names = "--since", paramLabel = "SECONDS", description = "Only what is not older; on Kubernetes alone.")
        private @Nullable Integer since;

        @Option(names = "--follow", description = "Go on with what is written, until interrupted.")
        private boolean follow;

        @Option(names = "--previous", description = "The last words of workers that have ended by themselves.")
        private boolean previous;

        @Option(names = "--grep", paramLabel = "TEXT", defaultValue = "", description = "Only lines that contain this.")
        private String text = "";

        Logs(Front front) {
            super(front);
        }

        @Override
        public void run() {
            ClusterPods all = current().pods();
            LogQuery query = new LogQuery(tail, Optional.ofNullable(since).map(Duration::ofSeconds));
            if (follow) {
                all.follow(pods == null ? all.names() : pods, query, this::tell);
                return;
            }
            Map<String, List<String>> logs =
                    previous ? dead(all) : pods == null ? all.logs(query) : of(pods, all, query);
            if (logs.isEmpty()) {
                front().say(previous ? "No worker has ended by itself." : "No pod is there.");
            }
            logs.forEach((pod, lines) -> lines.forEach(line -> tell(pod, line)));
        }

        private static Map<String, List<String>> of(List<String> chosen, ClusterPods all, LogQuery query) {
            Map<String, List<String>> logs = new LinkedHashMap<>();
            for (String pod : chosen) {
                logs.put(pod, all.log(pod, query));
            }
            return logs;
        }

        private Map<String, List<String>> dead(ClusterPods all) {
            return all.dead().stream()
                    .filter(worker -> pods == null || pods.contains(worker.name()))
                    .collect(Collectors.toMap(
                            DeadWorker::name, DeadWorker::lastWords, (first, second) -> second, LinkedHashMap::new));
        }

        private synchronized void tell(String pod, String line) {
            if (line.contains(text)) {
                front().say(pod + "  " + line);
            }
        }
    }

    @Command(
            name = "describe",
            description = "Describes a pod, or the cluster with all of its pods.",
            mixinStandardHelpOptions = true)
    static final class Describe extends Verbs.Verb {
        @Parameters(arity = "0..1", paramLabel = "POD", description = "Which pod (default: the cluster).")
        private @Nullable String pod;

        Describe(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = current();
            if (pod != null) {
                front().say(cluster.pods().describe(pod));
                return;
            }
            front().say(ClusterCard.text(cluster.status()));
            cluster.status()
                    .dashboardLink()
                    .flatMap(KernelDefaults.DASHBOARDS::counters)
                    .ifPresent(counters -> front().say(told(counters)));
            cluster.pods().quotas().forEach(front()::say);
            cluster.pods().names().forEach(name -> front().say(cluster.pods().describe(name)));
        }

        private static String told(ProxyCounters counters) {
            return "Dashboard proxy: requests " + counters.requests() + ", refused " + counters.refused() + ", failed "
                    + counters.failed() + ", live connections " + counters.openTunnels() + " of " + counters.tunnels();
        }
    }

    @Command(
            name = "events",
            description = "Lists what has happened to the cluster, and why.",
            mixinStandardHelpOptions = true)
    static final class Events extends Verbs.Verb {
        Events(Front front) {
            super(front);
        }

        @Override
        public void run() {
            current()
                    .pods()
                    .events()
                    .forEach(event ->
                            front().say(TIME.format(event.at()) + "  " + event.object() + "  " + event.text()));
        }
    }

    /** Returns these verbs, for {@code front}. */
    static List<Verbs.Verb> all(Front front) {
        return List.of(new Logs(front), new Describe(front), new Events(front));
    }
}
