package io.github.kubecluster.widget;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A widget that has a value.
 *
 * @param <T> the type of the value
 * @param <W> the widget's own type
 */
public abstract class ValueWidget<T, W extends ValueWidget<T, W>> extends Control<W> {
    private final String name;
    private final List<Consumer<? super T>> handlers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean toBeTold = new AtomicBoolean();

    /** @param name under which the value stands in the model */
    ValueWidget(ModelKind kind, String name) {
        super(kind);
        this.name = name;
        model().allow(name, true, this::checked, this::changed);
    }

    ValueWidget(ModelKind kind) {
        this(kind, "value");
    }

    /** Returns the value as it is now, whoever set it. */
    public T value() {
        return read(Objects.requireNonNull(model().get(name)));
    }

    /**
     * Sets the value.
     *
     * @throws IllegalArgumentException if this widget cannot have it; it is then as before
     */
    public W value(T value) {
        if (model().set(name, write(read(write(value))))) {
            changed();
        }
        return self();
    }

    /**
     * Has {@code handler} called with the value after each change, by a browser or by {@link #value(Object)}.
     *
     * <p>Handlers run one after another on a thread of their own, also while a cell runs; what they print appears in the
     * cell that showed the widget. Changes that come while handlers run arrive as one, with the latest value.
     */
    public W onChange(Consumer<? super T> handler) {
        handlers.add(handler);
        return self();
    }

    /** Returns the value that stands in the model as {@code wire}; throws {@link IllegalArgumentException} if none does. */
    abstract T read(Object wire);

    /** Returns how {@code value} stands in the model. */
    Object write(T value) {
        return value;
    }

    private Object checked(@Nullable Object wire) {
        if (wire == null) {
            throw new IllegalArgumentException("Cannot set this widget to nothing. Give a value.");
        }
        return write(read(wire));
    }

    private void changed() {
        if (!handlers.isEmpty() && toBeTold.compareAndSet(false, true)) {
            model().handle(() -> {
                toBeTold.set(false);
                T value = value();
                handlers.forEach(handler -> handler.accept(value));
            });
        }
    }
}
