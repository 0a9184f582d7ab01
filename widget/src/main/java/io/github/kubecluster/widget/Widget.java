package io.github.kubecluster.widget;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that stands in the notebook and in Java at the same time: as the result of a cell, or within another widget.
 *
 * <p>What is changed here is changed in every browser, and the other way round, also while a cell runs. Methods that change
 * something return the widget itself, which a cell does not show where a semicolon follows. Any thread may call them.
 *
 * @param <W> the widget's own type
 */
public abstract class Widget<W extends Widget<W>> {
    private final Model model;

    Widget(ModelKind kind) {
        model = new Model(kind);
    }

    /** Gives this widget a size and a place. */
    public W layout(Layout layout) {
        return with("layout", layout.model());
    }

    /** Takes this widget away from where it is shown; it can be shown again. */
    public void close() {
        model.close();
    }

    Model model() {
        return model;
    }

    W with(String name, Object value) {
        model.set(name, value);
        return self();
    }

    @SuppressWarnings("unchecked") // what W is for
    W self() {
        return (W) this;
    }

    /** Returns what this widget shows, in words, for frontends that have no widgets. */
    @Override
    public String toString() {
        return text(model);
    }

    private static String text(Model model) {
        String name = model.kind().model().replaceFirst("Model$", "");
        return model.full().entrySet().stream()
                .filter(value ->
                        !value.getKey().startsWith("_") && !value.getKey().equals("layout"))
                .filter(value -> !Objects.equals(value.getValue(), "") && !Objects.equals(value.getValue(), false))
                .map(Widget::text)
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static String text(Map.Entry<String, @Nullable Object> value) {
        if (value.getValue() instanceof List<?> list) {
            return list.stream()
                    .map(element -> element instanceof Model child ? text(child) : String.valueOf(element))
                    .collect(Collectors.joining(", ", value.getKey() + "=[", "]"));
        }
        return value.getKey() + "=" + value.getValue();
    }
}
