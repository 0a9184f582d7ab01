package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteTasksTest {
    private final RemoteTasks tasks = new RemoteTasks();

    @Test
    void a_task_that_is_added_after_the_end_does_not_wait() {
        tasks.abandon();
        assertThat(tasks.add("k").settled()).isDone();
    }

    @Test
    void a_task_that_is_forgotten_does_not_wait() {
        RemoteTask task = tasks.add("k");
        assertThat(tasks.remove("k")).isTrue();
        assertThat(tasks.remove("k")).isFalse();
        assertThat(task.settled()).isDone();
        assertThat(task.status()).isEqualTo(DaskFuture.Status.LOST);
    }

    @Test
    void a_failed_task_stays_failed_when_the_connection_ends() {
        RemoteTask task = tasks.add("k");
        tasks.update(new Fields(Map.of("op", "task-erred", "key", "k")));
        tasks.abandon();
        assertThat(task.status()).isEqualTo(DaskFuture.Status.ERROR);
    }

    @Test
    void the_last_word_about_a_task_counts() {
        RemoteTask task = tasks.add("k");
        tasks.update(new Fields(Map.of("op", "key-in-memory", "key", "k")));
        tasks.update(new Fields(Map.of("op", "cancelled-keys", "keys", List.of("k"))));
        assertThat(task.status()).isEqualTo(DaskFuture.Status.CANCELLED);
        assertThat(task.settled()).isCompletedWithValue(DaskFuture.Status.CANCELLED);
    }

    @Test
    void a_task_that_is_tried_again_is_waited_for_again() {
        RemoteTask task = tasks.add("k");
        tasks.update(new Fields(Map.of("op", "task-erred", "key", "k")));
        tasks.update(new Fields(Map.of("op", "task-retried", "key", "k")));
        assertThat(task.settled()).isNotDone();
        assertThat(task.status()).isEqualTo(DaskFuture.Status.PENDING);
    }

    @Test
    void messages_of_other_kinds_and_about_other_tasks_change_nothing() {
        RemoteTask task = tasks.add("k");
        tasks.update(new Fields(Map.of("op", "adjust-heartbeat-interval", "interval", 5.0)));
        tasks.update(new Fields(Map.of("op", "key-in-memory", "key", "other")));
        tasks.update(new Fields(Map.of("op", "key-in-memory")));
        tasks.update(new Fields(Map.of("op", "cancelled-keys")));
        assertThat(task.status()).isEqualTo(DaskFuture.Status.PENDING);
    }
}
