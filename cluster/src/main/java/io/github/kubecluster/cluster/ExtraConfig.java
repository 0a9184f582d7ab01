package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds any part of a pod's or container's specification, named as in the Kubernetes API: maps are merged, lists appended,
 * other values replaced, as by {@code extra_pod_config} and {@code extra_container_config} of dask-kubernetes.
 */
final class ExtraConfig {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private ExtraConfig() {}

    static PodFeature pod(Map<String, ?> extra) {
        PodKeys.check("extra pod configuration", extra, PodSpec.class);
        return pod -> new PodBuilder(pod)
                .withSpec(added(pod.getSpec(), extra, PodSpec.class))
                .build();
    }

    static PodFeature container(Map<String, ?> extra) {
        PodKeys.check("extra container configuration", extra, Container.class);
        return pod -> PodFeatures.editFirst(pod, container -> added(container, extra, Container.class));
    }

    private static <T> T added(T part, Map<String, ?> extra, Class<T> type) {
        return SERIALIZATION.convertValue(merged(SERIALIZATION.convertValue(part, Map.class), extra), type);
    }

    private static @Nullable Object merged(@Nullable Object given, @Nullable Object extra) {
        if (given instanceof Map<?, ?> before && extra instanceof Map<?, ?> more) {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>(before);
            more.forEach((key, value) -> all.put(key, merged(before.get(key), value)));
            return all;
        } else if (given instanceof List<?> before && extra instanceof List<?> more) {
            List<@Nullable Object> all = new ArrayList<>(before);
            all.addAll(more);
            return all;
        }
        return extra;
    }
}
