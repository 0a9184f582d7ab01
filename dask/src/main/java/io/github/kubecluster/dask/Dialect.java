package io.github.kubecluster.dask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a client has to say differently to different versions of the scheduler. */
final class Dialect {
    private static final DistributedVersion OLDEST_TESTED = new DistributedVersion(2022, 12, 1);
    private static final DistributedVersion NEWEST_TESTED = new DistributedVersion(2026, 8, 0);

    private final String name;
    private final DistributedVersion version;

    /** @param version what the scheduler says; one that cannot be read is taken for the newest */
    Dialect(String version) {
        this.name = version;
        this.version = DistributedVersion.parse(version).orElse(NEWEST_TESTED);
    }

    /** Says, for a version that nobody has tried, what to think of when something fails. */
    Optional<String> doubt() {
        if (DistributedVersion.parse(name).isPresent()
                && version.compareTo(OLDEST_TESTED) >= 0
                && version.compareTo(NEWEST_TESTED) <= 0) {
            return Optional.empty();
        }
        return Optional.of("The scheduler runs distributed " + name + ", and this client is tested with "
                + OLDEST_TESTED + " to " + NEWEST_TESTED + ". If submitting fails, use one of these.");
    }

    /** Since 2025.4.0 the scheduler answers each heartbeat, so that its silence means something. */
    boolean answersHeartbeats() {
        return since(2025, 4, 0);
    }

    /** Since 2023.3.1 keys are cancelled by a message of the stream, before by a call. */
    boolean cancelsByMessage() {
        return since(2023, 3, 1);
    }

    Map<String, @Nullable Object> cancelKeys(List<String> keys) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("op", "cancel-keys");
        message.put("keys", keys);
        message.put("force", false);
        if (since(2025, 3, 0)) {
            message.put("reason", "cancelled by the client");
            message.put("msg", "");
        }
        return message;
    }

    /** What stands in a task's definition for the result of another task. */
    Object reference(String key) {
        return since(2023, 4, 0)
                ? PythonValue.call(PythonValue.global("distributed.utils_comm", "WrappedKey"), key)
                : key;
    }

    /** @param annotations what holds for all of the tasks, such as their priority */
    Map<String, @Nullable Object> updateGraph(List<Task> tasks, Map<String, Object> annotations) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("op", "update-graph");
        if (since(2025, 4, 0)) {
            addExpression(message, tasks, annotations);
        } else if (since(2023, 4, 0)) {
            addLayer(message, tasks, annotations);
        } else {
            addTasks(message, tasks, annotations);
        }
        return message;
    }

    /** Returns what a worker is told to keep; until 2023.2.0 it tells the scheduler of it, which has it dropped, unless asked not to. */
    Request updateData(Map<String, Payload> values) {
        Request request = Request.of("update_data").with("data", values);
        return since(2023, 2, 1) ? request : request.with("report", false);
    }

    private void addExpression(
            Map<String, @Nullable Object> message, List<Task> tasks, Map<String, Object> annotations) {
        PythonValue expression = PythonValue.call(PythonValue.global("dask._expr", "LLGExpr"), definitions(tasks));
        message.put("expr_ser", Payload.pickle(expression));
        addOptions(message, tasks, annotations);
    }

    private void addLayer(Map<String, @Nullable Object> message, List<Task> tasks, Map<String, Object> annotations) {
        PythonValue graph = PythonValue.call(
                PythonValue.global("distributed.protocol.serialize", "ToPickle"),
                PythonValue.call(
                        PythonValue.global("dask.highlevelgraph", "HighLevelGraph"),
                        Map.of("java", definitions(tasks)),
                        Map.of("java", Set.of())));
        message.put("graph_header", Map.of("serializer", "pickle", "writeable", List.of()));
        message.put("graph_frames", List.of(PickleWriter.pickle(graph)));
        addOptions(message, tasks, annotations);
    }

    private static void addTasks(
            Map<String, @Nullable Object> message, List<Task> tasks, Map<String, Object> annotations) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        Map<String, Object> dependencies = new LinkedHashMap<>();
        Map<String, Object> priority = new LinkedHashMap<>();
        for (Task task : tasks) {
            definitions.put(task.key(), Payload.pickle(task.definition()));
            dependencies.put(task.key(), new ArrayList<>(task.dependencies()));
            priority.put(task.key(), priority.size());
        }
        message.put("tasks", definitions);
        message.put("dependencies", dependencies);
        message.put("priority", priority);
        message.put("keys", List.copyOf(definitions.keySet()));
        if (!annotations.isEmpty()) {
            message.put("annotations", byKey(annotations, definitions.keySet()));
        }
    }

    private static Map<String, Object> byKey(Map<String, Object> annotations, Set<String> keys) {
        Map<String, Object> byKey = new LinkedHashMap<>();
        annotations.forEach((name, value) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            keys.forEach(key -> values.put(key, value));
            byKey.put(name, values);
        });
        return byKey;
    }

    private void addOptions(Map<String, @Nullable Object> message, List<Task> tasks, Map<String, Object> annotations) {
        message.put("keys", new LinkedHashSet<>(tasks.stream().map(Task::key).toList()));
        message.put("internal_priority", null);
        message.put("submitting_task", null);
        message.put("fifo_timeout", 0);
        message.put("actors", null);
        message.put("code", new Pickled(PythonValue.tuple()));
        message.put("annotations", new Pickled(annotations));
        if (since(2024, 5, 2)) {
            message.put("span_metadata", new Pickled(Map.of("collections", List.of())));
        }
    }

    private static Map<String, Object> definitions(List<Task> tasks) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        tasks.forEach(task -> definitions.put(task.key(), task.definition()));
        return definitions;
    }

    private boolean since(int year, int month, int patch) {
        return version.compareTo(new DistributedVersion(year, month, patch)) >= 0;
    }
}
