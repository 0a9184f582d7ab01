package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings what Dask is told of a worker's size ({@code --memory-limit}, {@code --nthreads}) and what Kubernetes is told
 * (limits) together: the one that is missing is filled in, and a difference is told. A worker that believes in more memory
 * than its container has is killed where it would have spilled to disk.
 */
final class WorkerResources {
    private static final String MEMORY = "memory";
    private static final String CPU = "cpu";

    private final PodTemplate template;
    private final Container container;
    private final DaskCommand command;
    private final List<PodFeature> missing = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private WorkerResources(PodTemplate template) {
        this.template = template;
        this.container = template.pod().getSpec().getContainers().get(0);
        this.command = new DaskCommand(DaskCommand.words(container)).as(Labels.WORKER);
    }

    /** Returns the template with what is missing filled in, and notices of what does not fit together. */
    static PodTemplate agreed(PodTemplate template) {
        WorkerResources resources = new WorkerResources(template);
        if (!resources.command.isDask()) {
            return template;
        }
        resources.memory();
        resources.cpu();
        List<String> notices = new ArrayList<>(template.notices());
        notices.addAll(resources.notices);
        return new PodTemplate(
                template.source(), PodFeature.fold(template.pod(), resources.missing), List.copyOf(notices));
    }

    private void memory() {
        Optional<BigDecimal> limit = amount(limits(), MEMORY);
        Optional<String> option = command.option("--memory-limit");
        Optional<BigDecimal> told = option.flatMap(MemorySize::fixed);
        if (option.isEmpty() && limit.isPresent()) {
            missing.add(Shortcuts.option(
                    "--memory-limit", limit.get().toBigInteger().toString()));
        } else if (told.isPresent() && limit.isEmpty()) {
            missing.add(Shortcuts.limit(
                    MEMORY, new Quantity(told.get().toBigInteger().toString())));
        } else if (told.isPresent() && told.get().compareTo(limit.get()) != 0) {
            boolean more = told.get().compareTo(limit.get()) > 0;
            notices.add(differ("--memory-limit " + option.get(), "limits.memory " + limits().get(MEMORY), more)
                    + (more
                            ? "the worker is killed for want of memory before it spills to disk."
                            : "the worker does not use all the memory it has."));
        }
    }

    private void cpu() {
        // A limit just below the number of threads leaves room for what else runs on the node, and is common.
        Optional<BigDecimal> limit = amount(limits(), CPU);
        Optional<String> option = command.option("--nthreads");
        Optional<BigDecimal> threads =
                option.filter(value -> value.matches("[1-9][0-9]{0,4}")).map(BigDecimal::new);
        if (option.isEmpty() && limit.isPresent()) {
            missing.add(Shortcuts.option(
                    "--nthreads", String.valueOf(Math.max(1, limit.get().intValue()))));
        } else if (threads.isPresent()
                && limit.isEmpty()
                && amount(requests(), CPU).isEmpty()) {
            missing.add(Shortcuts.limit(CPU, new Quantity(option.get())));
        } else if (threads.isPresent() && limit.isPresent() && threads.get().compareTo(ceiling(limit.get())) != 0) {
            boolean more = threads.get().compareTo(limit.get()) > 0;
            notices.add(differ("--nthreads " + option.get(), "limits.cpu " + limits().get(CPU), more)
                    + (more ? "threads wait for each other." : "some of the processors stay idle."));
        }
    }

    private String differ(String told, String limit, boolean more) {
        return "Pod template \"" + template.source() + "\" gives a worker " + told + " and " + limit
                + ". Make them equal: with the " + (more ? "larger" : "smaller") + " number in Dask's option, ";
    }

    private static BigDecimal ceiling(BigDecimal number) {
        return number.setScale(0, RoundingMode.CEILING);
    }

    private Map<String, Quantity> limits() {
        return container.getResources() == null || container.getResources().getLimits() == null
                ? Map.of()
                : container.getResources().getLimits();
    }

    private Map<String, Quantity> requests() {
        return container.getResources() == null || container.getResources().getRequests() == null
                ? Map.of()
                : container.getResources().getRequests();
    }

    private static Optional<BigDecimal> amount(Map<String, Quantity> quantities, String resource) {
        return Optional.ofNullable(quantities.get(resource)).map(Quantity::getNumericalAmount);
    }
}
