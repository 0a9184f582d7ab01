package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Measures how fast worker pods are made, by this library, by a bare loop of concurrent creates and by the classic
 * dask-kubernetes, in turns. Run by {@code src/benchmarks/launch}.
 */
final class LaunchFigures {
    private static final TestNamespace NAMESPACE = new TestNamespace("launch-figures", Map.of());
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Its pods find no node: what is measured is how they are made, not how they run. */
    private static final String WORKER = """
            kind: Pod
            spec:
              nodeSelector: {launch-figures: nowhere}
              containers:
              - name: dask
                image: %s
                imagePullPolicy: IfNotPresent
                args: [dask-worker, --nthreads, '1', --memory-limit, 1GB, --death-timeout, '60']
                resources: {requests: {cpu: 50m, memory: 100M}, limits: {memory: 1G}}
            """.formatted(TestPods.IMAGE);

    /** Something that makes and deletes worker pods. */
    private interface Subject extends AutoCloseable {
        /** Asks for {@code workers} pods; may return before they are there. */
        void scale(int workers);

        /** The memory it keeps at this moment, in bytes. */
        long memory();

        @Override
        void close();
    }

    /** One round: seconds until all pods were there, seconds until all were gone, memory kept for them in bytes. */
    private record Round(double made, double gone, double memory) {}

    private LaunchFigures() {}

    /** Arguments: how many workers, how many rounds, and the command that runs the classic dask-kubernetes, if it is to be. */
    public static void main(String[] arguments) throws Exception {
        int workers = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        List<String> classic = List.of(arguments).subList(2, arguments.length);
        try (TestNamespace namespace = NAMESPACE.open();
                PodCount pods = new PodCount(namespace.kubernetes().getConfiguration(), namespace.name())) {
            Map<String, Long> requests = requests(workers, classic, pods);
            print(workers, requests, rounds(workers, rounds, classic, pods));
        }
        System.exit(0);
    }

    /** All that is measured, at a Kubernetes that either a server or the context names. */
    private static Map<String, Supplier<Subject>> subjects(KubernetesServer server, Classic.Settings classic) {
        Map<String, Supplier<Subject>> subjects = new LinkedHashMap<>();
        subjects.put("bare loop", () -> new BareLoop(server));
        subjects.put("KubeCluster", () -> new Ours(server));
        if (!classic.command().isEmpty()) {
            subjects.put("dask-kubernetes classic", () -> new Classic(classic));
        }
        return subjects;
    }

    /** What each asks of the API server to get its pods. Warms up, too. */
    private static Map<String, Long> requests(int workers, List<String> classic, PodCount pods) throws Exception {
        Map<String, Long> requests = new LinkedHashMap<>();
        try (ApiServerProxy proxy = new ApiServerProxy()) {
            Classic.Settings proxied = new Classic.Settings(classic, Map.of("API_SERVER", proxy.url()));
            for (var entry : subjects(KubernetesServer.at(proxy.url()), proxied).entrySet()) {
                try (Subject subject = entry.getValue().get()) {
                    int before = proxy.calls().size();
                    subject.scale(workers);
                    pods.await(workers, LIMIT);
                    requests.put(entry.getKey(), (long) proxy.calls().size() - before);
                    subject.scale(0);
                    pods.await(0, LIMIT);
                }
            }
        }
        return requests;
    }

    private static Map<String, List<Round>> rounds(int workers, int rounds, List<String> classic, PodCount pods)
            throws Exception {
        Map<String, Subject> open = new LinkedHashMap<>();
        Map<String, List<Round>> results = new LinkedHashMap<>();
        try {
            subjects(null, new Classic.Settings(classic, Map.of("CONTEXT", TestNamespace.CONTEXT)))
                    .forEach((name, made) -> open.put(name, made.get()));
            for (int number = 1; number <= rounds; number++) {
                for (var entry : open.entrySet()) {
                    Round round = round(entry.getValue(), workers, pods);
                    System.err.printf(
                            Locale.ROOT,
                            "round %d of %d: %s: %.1f pods/s made, %.1f pods/s gone%n",
                            number,
                            rounds,
                            entry.getKey(),
                            workers / round.made(),
                            workers / round.gone());
                    results.computeIfAbsent(entry.getKey(), ignored -> new ArrayList<>())
                            .add(round);
                }
            }
        } finally {
            open.values().forEach(Subject::close);
        }
        return results;
    }

    private static Round round(Subject subject, int workers, PodCount pods) throws Exception {
        long before = subject.memory();
        double made = seconds(() -> subject.scale(workers), () -> pods.await(workers, LIMIT));
        pods.awaitQuiet();
        long kept = subject.memory() - before;
        double gone = seconds(() -> subject.scale(0), () -> pods.await(0, LIMIT));
        pods.awaitQuiet();
        return new Round(made, gone, kept);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static double seconds(Step first, Step second) throws Exception {
        long start = System.nanoTime();
        first.run();
        second.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(int workers, Map<String, Long> requests, Map<String, List<Round>> results) {
        double bare = workers / Figures.median(results.get("bare loop"), Round::made);
        String format = "%-26s %14s %16s %14s %16s %14s%n";
        System.out.printf(
                format, "", "made, pods/s", "of the bare loop", "gone, pods/s", "requests to make", "memory kept");
        results.forEach((name, rounds) -> {
            double speed = workers / Figures.median(rounds, Round::made);
            System.out.printf(
                    Locale.ROOT,
                    format,
                    name,
                    number(speed),
                    String.format(Locale.ROOT, "%.2f", speed / bare),
                    number(workers / Figures.median(rounds, Round::gone)),
                    requests.get(name),
                    number(Figures.median(rounds, Round::memory) / 1e6) + " MB");
        });
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The same pods, made by the same client, as many at a time, and nothing else. */
    private static final class BareLoop implements Subject {
        private final KubernetesClient kubernetes;
        private final WorkerTemplate template = WorkerTemplate.of(
                new DaskPods(
                        "bare-" + ClusterName.randomDigits(),
                        PodTemplates.parse("given as text", WORKER, Map.of()),
                        true),
                Map.of());
        private final ExecutorService threads = Executors.newFixedThreadPool(PodCalls.AT_A_TIME);

        BareLoop(KubernetesServer server) {
            String context = server == null ? TestNamespace.CONTEXT : null;
            kubernetes = new KubernetesAccess(server, context, NAMESPACE.name(), System.getenv())
                    .connect()
                    .namespace()
                    .kubernetes();
        }

        @Override
        public void scale(int workers) {
            if (workers == 0) {
                kubernetes
                        .pods()
                        .inNamespace(NAMESPACE.name())
                        .withLabel(Labels.CLUSTER, template.cluster())
                        .delete();
                return;
            }
            Stream.generate(() -> template.pod(template.newName(), "tcp://10.0.0.1:8786"))
                    .limit(workers)
                    .toList()
                    .stream()
                    .map(pod -> CompletableFuture.runAsync(() -> create(pod), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }

        private void create(Pod pod) {
            kubernetes.pods().inNamespace(NAMESPACE.name()).resource(pod).create();
        }

        @Override
        public long memory() {
            return heap();
        }

        @Override
        public void close() {
            threads.shutdown();
            kubernetes.close();
        }
    }

    private static final class Ours implements Subject {
        private final KubeCluster cluster;

        Ours(KubernetesServer server) {
            KubeClusterBuilder builder = KubeCluster.builder()
                    .namespace(NAMESPACE.name())
                    .template(WORKER + "---\n" + TestPods.SCHEDULER)
                    .narrator(ignored -> {});
            cluster = (server == null ? builder.kubernetes(TestNamespace.CONTEXT) : builder.kubernetes(server)).start();
        }

        @Override
        public void scale(int workers) {
            cluster.scale(workers);
        }

        @Override
        public long memory() {
            return heap();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    /** A process that reads sizes, one a line, and prints its memory when asked with an empty line. */
    private static final class Classic implements Subject {
        private final Process process;
        private final BufferedReader output;

        /**
         * How it is run.
         *
         * @param command none for not at all
         */
        private record Settings(List<String> command, Map<String, String> environment) {}

        Classic(Settings settings) {
            ProcessBuilder builder =
                    new ProcessBuilder(settings.command()).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(settings.environment());
            builder.environment().put("NAMESPACE", NAMESPACE.name());
            builder.environment().put("TEMPLATE", WORKER);
            try {
                process = builder.start();
                output = process.inputReader(StandardCharsets.UTF_8);
                memory();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void send(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void scale(int workers) {
            send(String.valueOf(workers));
        }

        @Override
        public long memory() {
            send("");
            try {
                return Long.parseLong(output.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
