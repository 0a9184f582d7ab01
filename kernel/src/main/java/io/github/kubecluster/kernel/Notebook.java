package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.DaskFuture;
import io.github.kubecluster.display.ImageFile;
import io.github.kubecluster.display.ValueRenderer;
import io.github.kubecluster.jupyter.Request;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
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
        if (value == null || !kernel().isPresented(value)) {
            kernel().display(kernel().render(orText(value)));
        }
    }

    /** Shows {@code value}, for {@link #update} to replace it. */
    public static void display(@Nullable Object value, String id) {
        kernel().display(kernel().render(orText(value)), id);
    }

    /** Replaces what is shown under {@code id}, wherever that is. */
    public static void update(@Nullable Object value, String id) {
        kernel().update(kernel().render(orText(value)), id);
    }

    /** Shows {@code value} in the frontend's pager, where it has one, when the cell has ended well. */
    public static void page(@Nullable Object value) {
        kernel().page(kernel().render(orText(value)));
    }

    /** Removes what the cell has shown and printed so far. */
    public static void clear() {
        kernel().clear(false);
    }

    /**
     * Returns {@code items}; a loop over them has a bar that tells how far it is.
     *
     * @param label what stands beside the bar
     */
    public static <T> Iterable<T> progress(Iterable<T> items, String label) {
        return kernel().progress().of(items, label);
    }

    /** Returns {@code items}; a loop over them has a bar. */
    public static <T> Iterable<T> progress(Iterable<T> items) {
        return progress(items, "");
    }

    /** Returns the elements of an array; a loop over them has a bar. */
    public static <T> Iterable<T> progress(T[] items, String label) {
        return progress(Arrays.asList(items), label);
    }

    /** Returns the numbers from 0 to {@code count} - 1; a loop over them has a bar. */
    public static Iterable<Integer> progress(int count, String label) {
        return progress(
                new AbstractList<>() {
                    @Override
                    public Integer get(int index) {
                        return index;
                    }

                    @Override
                    public int size() {
                        return count;
                    }
                },
                label);
    }

    /** Returns a stream of the same elements, with a bar until all have been taken. */
    public static <T> Stream<T> progress(Stream<T> items, String label) {
        return kernel().progress().of(items, label);
    }

    /**
     * Shows how far tasks are, with a button that cancels those that are not done, and a line when there is nothing left to wait
     * for; returns at once.
     *
     * @return {@code futures}
     */
    public static <F extends Collection<DaskFuture>> F watch(F futures) {
        WatchedTasks.show(kernel(), futures);
        return futures;
    }

    /** Returns HTML to be shown as such. It is not escaped: pass none that others have written. */
    public static DisplayData html(String html) {
        DisplayData shown = new DisplayData(html);
        shown.putHTML(html);
        return shown;
    }

    /** Returns Markdown to be shown as such. */
    public static DisplayData markdown(String markdown) {
        DisplayData shown = new DisplayData(markdown);
        shown.putMarkdown(markdown);
        return shown;
    }

    /**
     * Returns the image in {@code file}, to be shown: PNG, JPEG, GIF or SVG.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is no such image
     */
    public static DisplayData image(Path file) {
        return ImageFile.read(file);
    }

    /**
     * Returns {@code value} as a table of up to {@code rows} rows, to be shown; results of cells have 50.
     *
     * @param value records or maps, a list or an array of them, or the result of a query, which is read
     * @throws IllegalArgumentException if it is none of these
     */
    public static DisplayData table(Object value, int rows) {
        return ValueRenderer.table(value, rows);
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
