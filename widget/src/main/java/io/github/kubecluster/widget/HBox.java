package io.github.kubecluster.widget;

/** Widgets beside one another. */
public final class HBox extends Box<HBox> {
    private HBox(Widget<?>... children) {
        super("HBox", children);
    }

    /** Returns {@code children} beside one another. */
    public static HBox of(Widget<?>... children) {
        return new HBox(children);
    }
}
