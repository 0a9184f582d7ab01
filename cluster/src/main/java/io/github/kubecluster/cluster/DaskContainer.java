package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Features about which container of a pod runs Dask; everywhere else that is the first. */
final class DaskContainer {
    private DaskContainer() {}

    /** Puts the container that runs Dask first: the named one, else the one whose command is Dask's, else the first. */
    static PodFeature first(String source, @Nullable String named) {
        return pod -> {
            List<Container> containers = new ArrayList<>(pod.getSpec().getContainers());
            Container dask = containers.stream()
                    .filter(container -> named != null
                            ? named.equals(container.getName())
                            : DaskCommand.parse(DaskCommand.words(container), known -> {})
                                    .isDask())
                    .findFirst()
                    .orElse(named == null ? containers.get(0) : null);
            if (dask == null) {
                throw new IllegalArgumentException("Pod template \"" + source + "\" has no container \"" + named
                        + "\". Name one of: "
                        + containers.stream().map(Container::getName).collect(Collectors.joining(", ")) + ".");
            }
            containers.remove(dask);
            containers.add(0, dask);
            return new PodBuilder(pod)
                    .editSpec()
                    .withContainers(containers)
                    .endSpec()
                    .build();
        };
    }

    /** Leaves out the other containers: a scheduler's pod is to end when the scheduler does. */
    static PodFeature alone() {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .withContainers(pod.getSpec().getContainers().get(0))
                .endSpec()
                .build();
    }

    /** Leaves out devices such as GPUs, which are asked for by names with a slash: a scheduler has no use for them. */
    static PodFeature withoutDevices() {
        return pod -> PodFeatures.editFirst(pod, container -> {
            if (container.getResources() == null) {
                return container;
            }
            return new ContainerBuilder(container)
                    .editResources()
                    .withLimits(plain(container.getResources().getLimits()))
                    .withRequests(plain(container.getResources().getRequests()))
                    .endResources()
                    .build();
        });
    }

    private static Map<String, Quantity> plain(@Nullable Map<String, Quantity> quantities) {
        Map<String, Quantity> plain = new LinkedHashMap<>(quantities == null ? Map.of() : quantities);
        plain.keySet().removeIf(name -> name.contains("/"));
        return plain;
    }
}
