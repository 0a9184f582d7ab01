package io.github.kubecluster.widget;

import java.util.ArrayList;
import java.util.List;

/**
 * A widget that has others within.
 *
 * @param <W> the widget's own type
 */
public abstract class Container<W extends Container<W>> extends Widget<W> {
    private List<Widget<?>> children = List.of();

    Container(ModelKind kind) {
        super(kind);
        model().set("children", List.of());
    }

    /** Returns what is within, in its order. */
    public synchronized List<Widget<?>> children() {
        return children;
    }

    /** Puts {@code widgets} in the place of what is within. */
    synchronized W children(List<? extends Widget<?>> widgets) {
        children = List.copyOf(widgets);
        return with("children", children.stream().map(Widget::model).toList());
    }

    synchronized W add(List<? extends Widget<?>> widgets) {
        List<Widget<?>> all = new ArrayList<>(children);
        all.addAll(widgets);
        return children(all);
    }
}
