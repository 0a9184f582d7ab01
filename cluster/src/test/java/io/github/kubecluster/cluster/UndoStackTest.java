package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoStackTest {
    final UndoStack made = new UndoStack();
    final List<String> undone = new ArrayList<>();

    @Test
    void what_was_made_last_is_undone_first() {
        made.add(() -> undone.add("first"));
        made.add(() -> undone.add("second"));

        assertThat(made.undo()).isEmpty();
        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void a_step_that_fails_keeps_no_other_from_being_undone() {
        IllegalStateException failure = new IllegalStateException("stuck");
        made.add(() -> undone.add("first"));
        made.add(() -> {
            throw failure;
        });

        assertThat(made.undo()).containsExactly(failure);
        assertThat(undone).containsExactly("first");
    }

    @Test
    void what_is_made_too_late_is_undone_at_once() {
        made.undo();

        made.add(() -> undone.add("late"));

        assertThat(undone).containsExactly("late");
    }
}
