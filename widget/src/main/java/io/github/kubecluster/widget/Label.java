package io.github.kubecluster.widget;

/** Text to be read. What stands between dollar signs is shown as a formula. */
public final class Label extends TextWidget<Label> {
    private Label(String text) {
        super("Label", text);
    }

    /** Returns a label that reads {@code text}. */
    public static Label of(String text) {
        return new Label(text);
    }
}
