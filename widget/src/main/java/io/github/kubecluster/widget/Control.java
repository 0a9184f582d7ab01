package io.github.kubecluster.widget;

/**
 * A widget that has a label and can be used or not.
 *
 * @param <W> the widget's own type
 */
public abstract class Control<W extends Control<W>> extends Widget<W> {
    Control(ModelKind kind) {
        super(kind);
        model().set("description", "");
    }

    /** Sets the label. It is text; what looks like HTML is shown as it is. */
    public W description(String description) {
        return with("description", description);
    }

    /** Sets what appears when the pointer rests on this widget. */
    public W tooltip(String tooltip) {
        return with("tooltip", tooltip);
    }

    /** Sets whether users can not use this widget. */
    public W disabled(boolean disabled) {
        return with("disabled", disabled);
    }
}
