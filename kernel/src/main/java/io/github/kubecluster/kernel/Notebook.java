package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.Request;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cells can do in the notebook; imported there by default. Any thread of a cell may call these methods, also after
 * the cell has ended: what it shows appears below that cell.
 */
public final class Notebook {
    private static volatile @Nullable JavaKernel current;

    private Notebook() {}

    /** Shows {@code value} as the result of a cell would be. */
    public static void display(@Nullable Object value) {
        kernel().display(kernel().render(orText(value)));
    }

    /** Shows {@code value}, for {@link #update} to replace it. */
    public static void display(@Nullable Object value, String id) {
        kernel().display(kernel().render(orText(value)), id);
    }

    /** Replaces what is shown under {@code id}, wherever that is. */
    public static void update(@Nullable Object value, String id) {
        kernel().update(kernel().render(orText(value)), id);
    }

    /** Removes what the cell has shown and printed so far. */
    public static void clear() {
        kernel().clear(false);
    }

    /**
     * Asks the user for a line of text and waits for it.
     *
     * @throws IllegalStateException if the frontend has no user to ask
     */
    public static String input(String prompt) throws InterruptedException {
        return cell().input(prompt, false);
    }

    /** Asks as {@link #input} does, with what is typed hidden. */
    public static String password(String prompt) throws InterruptedException {
        return cell().input(prompt, true);
    }

    static void use(JavaKernel kernel) {
        current = kernel;
    }

    private static Object orText(@Nullable Object value) {
        return Objects.requireNonNullElse(value, "null");
    }

    private static JavaKernel kernel() {
        return Optional.ofNullable(current)
                .orElseThrow(() -> new IllegalStateException("No kernel runs here. Call this from a notebook."));
    }

    private static Request cell() {
        return Request.current()
                .orElseThrow(() -> new IllegalStateException("Cannot ask for input: this thread works for no cell."));
    }
}
