package io.github.kubecluster.widget;

import java.util.List;

/**
 * Widgets beside one another or below one another.
 *
 * @param <W> the widget's own type
 */
public abstract class Box<W extends Box<W>> extends Container<W> {
    Box(String name, Widget<?>... children) {
        super(ModelKind.control(name));
        children(children);
    }

    /** Puts {@code widgets} in the place of what is within. */
    public W children(Widget<?>... widgets) {
        return children(List.of(widgets));
    }

    /** Adds {@code widgets} at the end. */
    public W add(Widget<?>... widgets) {
        return add(List.of(widgets));
    }
}
