package io.github.kubecluster.widget;

/** Something that is so or not. */
public final class Checkbox extends ValueWidget<Boolean, Checkbox> {
    private Checkbox(String description) {
        super(ModelKind.control("Checkbox"));
        model().set("value", false);
        model().set("indent", false);
        description(description);
    }

    /** Returns a box that is not checked, with {@code description} beside it. */
    public static Checkbox of(String description) {
        return new Checkbox(description);
    }

    @Override
    Boolean read(Object wire) {
        if (wire instanceof Boolean value) {
            return value;
        }
        throw new IllegalArgumentException("Cannot set this widget to " + wire + ". Give true or false.");
    }
}
