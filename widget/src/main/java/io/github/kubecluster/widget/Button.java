package io.github.kubecluster.widget;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something to be clicked. */
public final class Button extends Control<Button> {
    private final List<Runnable> handlers = new CopyOnWriteArrayList<>();

    private Button(String description) {
        super(ModelKind.control("Button"));
        description(description);
        model().onCustom(content -> {
            if ("click".equals(content.get("event"))) {
                model().handle(() -> handlers.forEach(Runnable::run));
            }
        });
    }

    /** Returns a button that reads {@code description}. */
    public static Button of(String description) {
        return new Button(description);
    }

    /** Sets what the button's colour means. */
    public Button style(Style style) {
        return with("button_style", style.word());
    }

    /** Has {@code handler} called after each click, also while handlers of users run; it must not wait for anything. */
    Button onOwnClick(Runnable handler) {
        model().handledBy(WidgetEvents.OWN);
        return onClick(handler);
    }

    /** Has {@code handler} called after each click, as {@link ValueWidget#onChange} does. */
    public Button onClick(Runnable handler) {
        handlers.add(handler);
        return this;
    }
}
