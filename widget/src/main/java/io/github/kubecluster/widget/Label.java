package io.github.kubecluster.widget;

/** Text to be read. What stands between dollar signs is shown as a formula. */
public final class Label extends ValueWidget<String, Label> {
    private Label(String text) {
        super(ModelKind.control("Label"));
        model().set("value", text);
    }

    /** Returns a label that reads {@code text}. */
    public static Label of(String text) {
        return new Label(text);
    }

    @Override
    String read(Object wire) {
        return Words.of(wire);
    }
}
