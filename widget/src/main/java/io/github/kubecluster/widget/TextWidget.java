package io.github.kubecluster.widget;

/**
 * A widget whose value is text.
 *
 * @param <W> the widget itself
 */
abstract sealed class TextWidget<W extends TextWidget<W>> extends ValueWidget<String, W> permits HTML, Label, Text {
    TextWidget(String kind, String text) {
        super(ModelKind.control(kind));
        model().set("value", text);
    }

    @Override
    String read(Object wire) {
        if (wire instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("Cannot set this widget to " + wire + ". Give a text.");
    }
}
