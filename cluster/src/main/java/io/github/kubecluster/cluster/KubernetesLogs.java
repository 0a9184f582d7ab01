package io.github.kubecluster.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PrettyLoggable;
import io.github.kubecluster.dask.ServiceThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the pods of a cluster print: of each, the container that Dask runs in. */
final class KubernetesLogs {
    private final KubernetesNamespace namespace;
    private final Supplier<List<Pod>> pods;

    /** @param pods those that are there, which tell the containers' names */
    KubernetesLogs(KubernetesNamespace namespace, Supplier<List<Pod>> pods) {
        this.namespace = namespace;
        this.pods = pods;
    }

    List<String> read(String pod, LogQuery query) {
        String log = namespace.ask(
                "read the log of pod \"" + pod + "\"", () -> asked(pod, query).getLog());
        return log == null ? List.of() : log.lines().toList();
    }

    LogFollower follow(String pod, LogQuery query, Consumer<String> line) {
        LogWatch watch = namespace.ask(
                "follow the log of pod \"" + pod + "\"", () -> asked(pod, query).watchLog());
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ServiceThreads.start("follow-" + pod, () -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(watch.getOutput(), UTF_8))) {
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    line.accept(text);
                }
                ended.complete(null);
            } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(new ClusterException(
                        "The log of pod \"" + pod + "\" could be followed no further: " + e.getMessage(), e));
            }
        });
        return new LogFollower(ended, () -> {
            ended.cancel(false);
            watch.close();
        });
    }

    private PrettyLoggable asked(String pod, LogQuery query) {
        ContainerResource container = namespace.pods().withName(pod).inContainer(container(pod));
        int lines = query.lines();
        return query.since()
                .map(since -> container.sinceSeconds((int) since.toSeconds()).tailingLines(lines))
                .orElseGet(() -> container.tailingLines(lines));
    }

    private @Nullable String container(String pod) {
        return pods.get().stream()
                .filter(each -> pod.equals(each.getMetadata().getName()))
                .map(each -> each.getSpec().getContainers().get(0).getName())
                .findFirst()
                .orElse(null);
    }
}
