package io.github.kubecluster.widget;

import java.util.List;
import java.util.Map;

/**
 * One of several values, which are shown as their texts.
 *
 * @param <T> the type of the values
 */
public final class Dropdown<T> extends ValueWidget<T, Dropdown<T>> {
    private volatile List<T> options = List.of();

    private Dropdown(List<T> options) {
        super(ModelKind.control("Dropdown"), "index");
        options(options);
    }

    /**
     * Returns a choice of {@code options}, with the first one chosen.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static <T> Dropdown<T> of(List<T> options) {
        return new Dropdown<>(options);
    }

    /** Returns a choice of {@code options}, with the first one chosen. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is read alone
    public static <T> Dropdown<T> of(T... options) {
        return of(List.of(options));
    }

    /**
     * Puts other options in the place of those there are. What is chosen stays so if it is still there; else it is the first.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Dropdown<T> options(List<T> options) {
        if (options.isEmpty()) {
            throw new IllegalArgumentException("Cannot have a choice of nothing. Give one option or more.");
        }
        List<T> known = List.copyOf(options);
        synchronized (this) {
            int chosen = this.options.isEmpty() ? 0 : Math.max(0, known.indexOf(value()));
            this.options = known;
            model().set(Map.of(
                    "_options_labels", known.stream().map(String::valueOf).toList(), "index", chosen));
        }
        return this;
    }

    @Override
    T read(Object wire) {
        List<T> known = options;
        if (wire instanceof Number index && index.intValue() >= 0 && index.intValue() < known.size()) {
            return known.get(index.intValue());
        }
        throw new IllegalArgumentException("Cannot choose option " + wire + " of " + known.size() + ".");
    }

    @Override
    Object write(T value) {
        int index = options.indexOf(value);
        if (index < 0) {
            throw new IllegalArgumentException("Cannot choose " + value + ". Give one of " + options + ".");
        }
        return index;
    }
}
