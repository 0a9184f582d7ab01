package io.github.kubecluster.widget;

/** Texts of widgets. */
final class Words {
    private Words() {}

    static String of(Object wire) {
        if (wire instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("Cannot set this widget to " + wire + ". Give a text.");
    }
}
