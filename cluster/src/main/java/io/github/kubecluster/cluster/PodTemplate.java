package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's pod template: a pod manifest with references to environment variables.
 *
 * @param source where it came from, for messages
 * @param pod the pod that the template describes; not to be changed
 * @param notices what the user should know of it
 */
record PodTemplate(String source, Pod pod, List<String> notices) {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    PodTemplate {
        notices = List.copyOf(notices);
    }

    /**
     * Makes a template from a manifest as YAML gives it. A manifest without a kind that has a {@code spec} is a pod, as in
     * Dask's configuration.
     *
     * @throws IllegalArgumentException if it is no pod, or has a key that pods do not have, or no container
     */
    static PodTemplate of(String source, Object manifest, Variables variables) {
        if (!(variables.expand(manifest) instanceof Map<?, ?> map)) {
            throw noPod(source, "it holds no map of keys");
        }
        if (!"Pod".equals(map.get("kind")) && (map.get("kind") != null || !map.containsKey("spec"))) {
            throw noPod(
                    source, "its kind is " + (map.get("kind") == null ? "not given" : "\"" + map.get("kind") + "\""));
        }
        PodKeys.check(source, map);
        Pod pod = convert(source, map);
        if (pod.getSpec() == null || pod.getSpec().getContainers().isEmpty()) {
            throw new IllegalArgumentException(
                    "Pod template \"" + source
                            + "\" has no container. Write one under \"spec.containers\", with an image and the worker's command as args.");
        }
        List<String> notices = new ArrayList<>();
        variables.unresolved().forEach(problem -> notices.add("Pod template \"" + source + "\": " + problem));
        for (Container container : pod.getSpec().getContainers()) {
            checkQuantities(source, container);
            DaskCommand.parse(DaskCommand.words(container), notices::add);
        }
        return new PodTemplate(source, pod, notices);
    }

    /** Makes a template from a manifest in which nothing stands for environment variables. */
    static PodTemplate of(String source, Map<String, ?> manifest) {
        return of(source, manifest, Variables.none());
    }

    /** Reads a list of variables as a container's {@code env} has it. */
    static List<EnvVar> variables(String source, List<?> list) {
        Map<String, Object> container = Map.of("name", "env", "env", list);
        PodTemplate template = of(source, Map.of("spec", Map.of("containers", List.of(container))));
        return template.pod().getSpec().getContainers().get(0).getEnv();
    }

    /** Returns this template with features added. */
    PodTemplate with(Iterable<PodFeature> features) {
        return new PodTemplate(source, PodFeature.fold(pod, features), notices);
    }

    /** Tells whether the container that runs Dask names no image. */
    boolean lacksImage() {
        String image = pod.getSpec().getContainers().get(0).getImage();
        return image == null || image.isBlank();
    }

    boolean hasContainer(@Nullable String name) {
        return pod.getSpec().getContainers().stream()
                .anyMatch(container ->
                        container.getName() != null && container.getName().equals(name));
    }

    private static IllegalArgumentException noPod(String source, String reason) {
        return new IllegalArgumentException("Pod template \"" + source + "\" is no pod: " + reason
                + ". Write a manifest that has \"kind: Pod\" and \"spec.containers\".");
    }

    /** Dask's units are not those of Kubernetes: {@code 6GB} there is {@code 6G} here. */
    private static void checkQuantities(String source, Container container) {
        if (container.getResources() == null) {
            return;
        }
        Stream.of(container.getResources().getLimits(), container.getResources().getRequests())
                .filter(quantities -> quantities != null)
                .flatMap(quantities -> quantities.entrySet().stream())
                .forEach(entry -> checkQuantity(source, entry.getKey(), entry.getValue()));
    }

    private static void checkQuantity(String source, String resource, Quantity quantity) {
        try {
            quantity.getNumericalAmount();
        } catch (RuntimeException e) {
            String written = quantity.toString();
            String kubernetes = written.replaceFirst("[bB]$", "");
            throw new IllegalArgumentException(
                    "Pod template \"" + source + "\": " + resource + " \"" + written
                            + "\" is not a Kubernetes quantity. Write a number and a unit, such as \""
                            + (kubernetes.equals(written) ? "4Gi\" or \"500m" : kubernetes) + "\".",
                    e);
        }
    }

    private static Pod convert(String source, Map<?, ?> manifest) {
        try {
            return SERIALIZATION.convertValue(manifest, Pod.class);
        } catch (RuntimeException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(
                    "Pod template \"" + source + "\" has a value that does not fit its key: " + problem
                            + ". Correct that value.",
                    e);
        }
    }
}
