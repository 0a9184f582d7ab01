package io.github.kubecluster.widget;

/** Widgets below one another. */
public final class VBox extends Box<VBox> {
    private VBox(Widget<?>... children) {
        super("VBox", children);
    }

    /** Returns {@code children} below one another. */
    public static VBox of(Widget<?>... children) {
        return new VBox(children);
    }
}
