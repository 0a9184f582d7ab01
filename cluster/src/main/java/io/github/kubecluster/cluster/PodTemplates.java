package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * The templates of both kinds of pods.
 *
 * @param worker the workers' template
 * @param scheduler the scheduler's: its own, or one made of the workers'
 */
record PodTemplates(PodTemplate worker, PodTemplate scheduler) {
    static final String STANDARD_IMAGE = "ghcr.io/dask/dask:latest";

    /** The template that stands in where nobody gives one: a Dask worker of two threads and 2 GB. */
    private static final String STANDARD = """
            kind: Pod
            spec:
              restartPolicy: Never
              containers:
              - name: dask
                image: ${DASK_IMAGE:-}
                imagePullPolicy: IfNotPresent
                args: [dask-worker, --nthreads, '2', --memory-limit, 2GB, --death-timeout, '60']
                resources:
                  limits: {cpu: '2', memory: 2G}
                  requests: {cpu: 100m, memory: 500M}
            """;

    static PodTemplates standard(Map<String, String> environment) {
        return parse("standard template", STANDARD, environment);
    }

    /** Reads a file; see {@link #parse}. */
    static PodTemplates load(Path file, Map<String, String> environment) {
        return parse(file.toString(), read(file), environment);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
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

    /**
     * Reads one document, the workers' template, or two, of which one is the scheduler's: its label
     * {@code dask.org/component} is {@code scheduler}, or it runs {@code dask scheduler}.
     */
    static PodTemplates parse(String source, String yaml, Map<String, String> environment) {
        List<PodTemplate> all = documents(source, yaml).stream()
                .map(document -> PodTemplate.of(source, document, new Variables(environment)))
                .toList();
        List<PodTemplate> schedulers =
                all.stream().filter(PodTemplates::isScheduler).toList();
        List<PodTemplate> workers =
                all.stream().filter(template -> !isScheduler(template)).toList();
        if (workers.size() != 1 || schedulers.size() > 1) {
            throw new IllegalArgumentException("Pod template \"" + source + "\" holds " + workers.size()
                    + " workers and " + schedulers.size()
                    + " schedulers. Write one worker, and besides it one scheduler at most, with the label \""
                    + Labels.COMPONENT + ": " + Labels.SCHEDULER + "\".");
        }
        PodTemplates made = of(workers.get(0));
        return schedulers.isEmpty() ? made : made.withScheduler(schedulers.get(0));
    }

    /**
     * Returns the templates of a cluster whose scheduler's pod is like its workers', as in dask-kubernetes, without GPUs and
     * other containers.
     */
    static PodTemplates of(PodTemplate worker) {
        Pod scheduler = PodFeature.fold(
                worker.pod(),
                List.of(
                        DaskContainer.first(worker.source(), null),
                        DaskContainer.alone(),
                        DaskContainer.withoutDevices(),
                        PodFeatures.command(workers -> DaskCommand.of(Labels.SCHEDULER))));
        return new PodTemplates(worker, new PodTemplate(worker.source(), scheduler, List.of()));
    }

    /** Returns the templates with {@code image} applied to those that name none. */
    PodTemplates withImage(Supplier<PodFeature> image) {
        if (!worker.lacksImage() && !scheduler.lacksImage()) {
            return this;
        }
        List<PodFeature> feature = List.of(image.get());
        return new PodTemplates(
                worker.lacksImage() ? worker.with(feature) : worker,
                scheduler.lacksImage() ? scheduler.with(feature) : scheduler);
    }

    /** Returns the templates with notices of what they were made from. */
    PodTemplates noticing(List<String> notices) {
        List<String> all = new ArrayList<>(worker.notices());
        all.addAll(notices);
        return new PodTemplates(new PodTemplate(worker.source(), worker.pod(), all), scheduler);
    }

    PodTemplates withScheduler(PodTemplate own) {
        return new PodTemplates(worker, own);
    }

    /** Returns the templates with all that was asked for besides, and what Dask and Kubernetes are told in agreement. */
    PodTemplates with(
            @Nullable String container, NodePurpose purpose, List<PodFeature> forAll, List<PodFeature> forWorkers) {
        PodTemplate workers = worker.with(List.of(DaskContainer.first(worker.source(), container)))
                .with(forAll)
                .with(forWorkers)
                .with(List.of(NodePlacement.nodePurpose(purpose, Labels.WORKER)));
        PodTemplate schedulers = scheduler
                .with(List.of(
                        DaskContainer.first(scheduler.source(), scheduler.hasContainer(container) ? container : null)))
                .with(forAll)
                .with(List.of(NodePlacement.nodePurpose(purpose, Labels.SCHEDULER)));
        return new PodTemplates(WorkerResources.agreed(workers), schedulers);
    }

    /** Reads a template that stands in a file for itself. */
    static PodTemplate single(Path file, Map<String, String> environment) {
        String source = file.toString();
        List<Object> documents = documents(source, read(file));
        if (documents.size() != 1) {
            throw new IllegalArgumentException("Pod template \"" + source + "\" holds " + documents.size()
                    + " documents. Write one pod, the scheduler's.");
        }
        return PodTemplate.of(source, documents.get(0), new Variables(environment));
    }

    private static boolean isScheduler(PodTemplate template) {
        Map<String, String> labels = template.pod().getMetadata() == null
                ? Map.of()
                : template.pod().getMetadata().getLabels();
        return Labels.SCHEDULER.equals(labels.get(Labels.COMPONENT))
                || template.pod().getSpec().getContainers().stream().anyMatch(PodTemplates::runsScheduler);
    }

    private static boolean runsScheduler(Container container) {
        return Stream.concat(container.getCommand().stream(), container.getArgs().stream())
                .limit(3)
                .anyMatch(word ->
                        word.equals("dask-scheduler") || word.equals("scheduler") || word.endsWith("dask_scheduler"));
    }

    private static List<Object> documents(String source, String yaml) {
        try {
            List<Object> documents = new ArrayList<>();
            LoadSettings settings = LoadSettings.builder().setLabel(source).build();
            new Load(settings).loadAllFromString(yaml).forEach(document -> {
                if (document != null) {
                    documents.add(document);
                }
            });
            return documents.isEmpty() ? List.of("") : documents;
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
}
