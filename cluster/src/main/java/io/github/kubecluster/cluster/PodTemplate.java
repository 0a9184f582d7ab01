package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * The user's pod template: a pod manifest with references to environment variables.
 *
 * @param source where it came from, for messages
 * @param pod the pod that the template describes; not to be changed
 */
record PodTemplate(String source, Pod pod) {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    static PodTemplate load(Path file, Map<String, String> environment) {
        try {
            return parse(file.toString(), Files.readString(file), environment);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no pod template \"" + file + "\" (looked for "
                    + file.toAbsolutePath() + "). Give the path of a pod manifest in YAML.");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot read pod template \"" + file + "\": " + e.getMessage()
                            + ". Give the path of a pod manifest in YAML.",
                    e);
        }
    }

    /** The template that stands in where the user gives none: one Dask worker of two threads and 2 GB. */
    static PodTemplate standard(Map<String, String> environment) {
        return parse("standard template", STANDARD, environment);
    }

    static PodTemplate parse(String source, String yaml, Map<String, String> environment) {
        Object manifest = new Variables(environment).expand(firstDocument(source, yaml));
        if (!(manifest instanceof Map<?, ?> map) || !"Pod".equals(map.get("kind"))) {
            throw new IllegalArgumentException("Pod template \"" + source + "\" is no pod: "
                    + (manifest instanceof Map<?, ?> other
                            ? "its kind is "
                                    + (other.get("kind") == null ? "not given" : "\"" + other.get("kind") + "\"")
                            : "it holds no map of keys")
                    + ". Write a manifest that has \"kind: Pod\" and \"spec.containers\".");
        }
        PodKeys.check(source, map);
        Pod pod = convert(source, map);
        if (pod.getSpec() == null || pod.getSpec().getContainers().isEmpty()) {
            throw new IllegalArgumentException(
                    "Pod template \"" + source
                            + "\" has no container. Write one under \"spec.containers\", with an image and the worker's command as args.");
        }
        return new PodTemplate(source, pod);
    }

    private static Object firstDocument(String source, String yaml) {
        try {
            Iterator<Object> documents = new Load(
                            LoadSettings.builder().setLabel(source).build())
                    .loadAllFromString(yaml)
                    .iterator();
            return documents.hasNext() ? documents.next() : "";
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new IllegalArgumentException(
                    "Pod template \"" + source + "\" is not YAML" + line + ": " + e.getProblem()
                            + ". Correct that line.",
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

    private static final String STANDARD = """
            kind: Pod
            spec:
              restartPolicy: Never
              containers:
              - name: dask-worker
                image: ${DASK_IMAGE:-ghcr.io/dask/dask:latest}
                imagePullPolicy: IfNotPresent
                args: [dask-worker, --nthreads, '2', --memory-limit, 2GB, --death-timeout, '60']
                resources:
                  limits: {cpu: '2', memory: 2G}
                  requests: {cpu: 100m, memory: 500M}
            """;
}
