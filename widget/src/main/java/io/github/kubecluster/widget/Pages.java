package io.github.kubecluster.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Widgets of which one is seen at a time. Each browser has its own choice.
 *
 * @param <W> the widget's own type
 */
public abstract class Pages<W extends Pages<W>> extends Container<W> {
    private final List<String> titles = new ArrayList<>();

    Pages(String name, @Nullable Integer selected) {
        super(ModelKind.control(name));
        model().set("titles", List.of());
        model().set("selected_index", selected);
        model().allow(
                        "selected_index",
                        false,
                        index -> index instanceof Number page ? page.intValue() : null,
                        () -> {});
    }

    /** Adds a page at the end. */
    public synchronized W add(String title, Widget<?> page) {
        titles.add(title);
        with("titles", List.copyOf(titles));
        return add(List.of(page));
    }

    /** Returns which page was opened last, counted from 0; nothing if none is open. */
    public Optional<Integer> selected() {
        return Optional.ofNullable((Integer) model().get("selected_index"));
    }

    /** Opens a page in every browser. */
    public W select(int page) {
        return with("selected_index", page);
    }
}
