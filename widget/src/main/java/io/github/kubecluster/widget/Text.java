package io.github.kubecluster.widget;

import java.util.function.Consumer;

/** A line of text that users write. */
public final class Text extends TextWidget<Text> {
    private Text(String value) {
        super("Text", value);
        continuous(false);
    }

    /** Returns a field with {@code value} in it. */
    public static Text of(String value) {
        return new Text(value);
    }

    /** Sets what stands in the field, in grey, while it is empty. */
    public Text placeholder(String placeholder) {
        return with("placeholder", placeholder);
    }

    /** Sets whether the value changes with each letter, or when the user presses Enter or leaves the field, as by default. */
    public Text continuous(boolean continuous) {
        return with("continuous_update", continuous);
    }

    /** Has {@code handler} called with the text when the user presses Enter, as {@link #onChange} does. */
    public Text onSubmit(Consumer<String> handler) {
        model().onCustom(content -> {
            if ("submit".equals(content.get("event"))) {
                model().handle(() -> handler.accept(value()));
            }
        });
        return this;
    }
}
