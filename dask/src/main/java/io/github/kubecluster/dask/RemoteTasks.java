package io.github.kubecluster.dask;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tasks that a client waits for, kept up to date by the scheduler's messages. Thread-safe. */
final class RemoteTasks {
    private final Map<String, RemoteTask> tasks = new ConcurrentHashMap<>();
    private final Map<String, Integer> shares = new HashMap<>();
    private boolean abandoned;

    /** Adds a task; after {@link #abandon} it is abandoned at once. */
    synchronized RemoteTask add(String key) {
        RemoteTask task = new RemoteTask(key);
        if (abandoned) {
            task.abandon();
        } else {
            tasks.put(key, task);
        }
        return task;
    }

    /** Returns the task of that key, which {@link #remove} must then be called for once more; adds it if it is not known. */
    synchronized RemoteTask share(String key) {
        RemoteTask known = tasks.get(key);
        if (known == null) {
            return add(key);
        }
        shares.merge(key, 1, Integer::sum);
        return known;
    }

    /** Forgets a task, and ends the wait for it; returns whether it was known, and is not shared. */
    synchronized boolean remove(String key) {
        if (shares.containsKey(key)) {
            shares.computeIfPresent(key, (shared, count) -> count == 1 ? null : count - 1);
            return false;
        }
        RemoteTask task = tasks.remove(key);
        if (task != null) {
            task.abandon();
        }
        return task != null;
    }

    void lose(String key) {
        with(key, RemoteTask::lose);
    }

    /** Does what a message of the scheduler says; messages of other kinds are none of our business. */
    void update(Fields message) {
        switch (message.text("op")) {
            case "key-in-memory" -> with(message.get("key"), RemoteTask::finish);
            case "task-erred" -> with(message.get("key"), task -> task.fail(message.get("exception")));
            case "lost-data" -> with(message.get("key"), RemoteTask::lose);
            case "task-retried" -> with(message.get("key"), RemoteTask::retry);
            case "cancelled-key" -> with(message.get("key"), task -> task.cancel(reason(message)));
            case "cancelled-keys" -> {
                if (message.get("keys") instanceof Collection<?> keys) {
                    keys.forEach(key -> with(key, task -> task.cancel(reason(message))));
                }
            }
            case "restart" -> tasks.values().forEach(task -> task.cancel("the scheduler was restarted"));
            default -> {}
        }
    }

    /** Ends the wait for all tasks, and forgets them. */
    synchronized void abandon() {
        abandoned = true;
        tasks.values().forEach(RemoteTask::abandon);
        tasks.clear();
    }

    private void with(@Nullable Object key, Consumer<RemoteTask> change) {
        RemoteTask task = tasks.get(Objects.toString(key));
        if (task != null) {
            change.accept(task);
        }
    }

    private static String reason(Fields message) {
        return message.text("reason").isEmpty() ? "the scheduler forgot it" : message.text("reason");
    }
}
