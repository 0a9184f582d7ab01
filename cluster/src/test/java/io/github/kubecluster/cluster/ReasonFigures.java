package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Measures how long after a fault of a worker pod its sentence stands in the status of the cluster, side by side with a watch
 * of the pods in the same process that does nothing else. Run by {@code src/benchmarks/reasons}.
 */
final class ReasonFigures {
    private static final TestNamespace NAMESPACE = new TestNamespace("reason-figures", Map.of());
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * What is wrong with a worker.
     *
     * @param change what is replaced in the template, and {@code to} by what
     * @param shown tells whether a pod shows the fault
     * @param sentence what the status of the cluster then says
     */
    private record Fault(String name, String change, String to, Predicate<Pod> shown, String sentence) {}

    private static final List<Fault> FAULTS = List.of(
            new Fault(
                    "image missing",
                    "image: ",
                    "image: registry.invalid/",
                    pod -> statuses(pod).stream()
                            .anyMatch(status -> status.getState().getWaiting() != null
                                    && "ErrImagePull"
                                            .equals(status.getState()
                                                    .getWaiting()
                                                    .getReason())),
                    "cannot be had"),
            new Fault(
                    "unschedulable",
                    "cpu: 20m",
                    "cpu: 500",
                    pod -> pod.getStatus().getConditions().stream()
                            .anyMatch(condition -> "Unschedulable".equals(condition.getReason())),
                    "Unschedulable: "),
            new Fault(
                    "exit 1",
                    "[dask-worker, --nthreads, '1']",
                    "[sh, -c, 'echo no license; exit 1']",
                    pod -> statuses(pod).stream()
                            .anyMatch(status -> status.getState().getTerminated() != null),
                    "ended with exit code 1"),
            new Fault(
                    "exit 1, with its last words",
                    "[dask-worker, --nthreads, '1']",
                    "[sh, -c, 'echo no license; exit 1']",
                    pod -> statuses(pod).stream()
                            .anyMatch(status -> status.getState().getTerminated() != null),
                    "no license"));

    /** One round: milliseconds from the request until the watch showed the fault and until the sentence was there. */
    private record Round(double watch, double sentence) {
        double later() {
            return sentence - watch;
        }
    }

    private ReasonFigures() {}

    /** Argument: how many rounds for each fault. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        String format = "%-30s %26s %26s %16s%n";
        System.out.printf(
                format, "median of " + rounds, "scale to raw watch, ms", "scale to sentence, ms", "later, ms");
        try (TestNamespace namespace = NAMESPACE.open()) {
            for (Fault fault : FAULTS) {
                List<Round> measured = measure(namespace.kubernetes(), fault, rounds);
                System.out.printf(
                        format,
                        fault.name(),
                        median(measured, Round::watch),
                        median(measured, Round::sentence),
                        median(measured, Round::later));
            }
        }
        System.exit(0);
    }

    private static List<Round> measure(KubernetesClient kubernetes, Fault fault, int rounds) throws Exception {
        String template = TestPods.WORKER.replace(fault.change(), fault.to()) + "---\n" + TestPods.SCHEDULER;
        List<Round> measured = new ArrayList<>();
        try (KubeCluster cluster = KubeCluster.builder()
                .kubernetes(TestNamespace.CONTEXT)
                .namespace(NAMESPACE.name())
                .template(template)
                .start()) {
            for (int number = 0; number <= rounds; number++) {
                Round round = round(kubernetes, cluster, fault);
                // The first one warms up.
                if (number > 0) {
                    measured.add(round);
                }
            }
        }
        return measured;
    }

    private static Round round(KubernetesClient kubernetes, KubeCluster cluster, Fault fault) throws Exception {
        Moment watched = new Moment();
        Moment told = new Moment();
        Runnable forget =
                cluster.onChange(status -> told.passIf(status.toString().contains(fault.sentence())));
        Watch watch = kubernetes
                .pods()
                .inNamespace(NAMESPACE.name())
                .withLabels(Labels.of(cluster.name(), Labels.WORKER))
                .watch(new FaultWatch(fault, watched));
        try {
            long start = System.nanoTime();
            cluster.scale(1);
            return new Round(watched.await(start), told.await(start));
        } finally {
            watch.close();
            forget.run();
            Moment empty = new Moment();
            Runnable done =
                    cluster.onChange(status -> empty.passIf(status.workers().isEmpty()));
            cluster.scale(0);
            empty.await(0);
            done.run();
        }
    }

    private static List<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus().getContainerStatuses();
    }

    private static String median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return String.format(Locale.ROOT, "%.1f", Figures.median(rounds, figure));
    }

    /** A point in time that comes once. */
    private static final class Moment {
        private final CountDownLatch passed = new CountDownLatch(1);
        private volatile long nanos;

        void passIf(boolean now) {
            if (now && passed.getCount() > 0) {
                nanos = System.nanoTime();
                passed.countDown();
            }
        }

        double await(long start) throws InterruptedException, TimeoutException {
            if (!passed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new TimeoutException("Nothing was told of the fault within " + LIMIT.toSeconds() + " s.");
            }
            return (nanos - start) / 1e6;
        }
    }

    private record FaultWatch(Fault fault, Moment watched) implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            watched.passIf(fault.shown().test(pod));
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
