package io.github.kubecluster.widget;

/** Numbers of widgets, which have bounds. */
final class Numbers {
    private Numbers() {}

    /** Returns the whole number {@code wire}, which must be within the bounds of {@code model}. */
    static int whole(Object wire, Model model) {
        double number = within(wire, model);
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException("Cannot set this widget to " + wire + ". Give a whole number.");
        }
        return (int) number;
    }

    /** Returns the number {@code wire}, which must be within the bounds of {@code model}. */
    static double within(Object wire, Model model) {
        if (!(wire instanceof Number number)) {
            throw new IllegalArgumentException("Cannot set this widget to " + wire + ". Give a number.");
        }
        if (model.get("min") instanceof Number least
                && model.get("max") instanceof Number most
                && !(number.doubleValue() >= least.doubleValue() && number.doubleValue() <= most.doubleValue())) {
            throw new IllegalArgumentException(
                    "Cannot set this widget to " + wire + ". Give a number from " + least + " to " + most + ".");
        }
        return number.doubleValue();
    }

    /** Sets the bounds of {@code model}, and its value to the lower one. */
    static void bound(Model model, Number least, Number most) {
        if (least.doubleValue() > most.doubleValue()) {
            throw new IllegalArgumentException("Cannot have a widget from " + least + " to " + most
                    + ": the upper bound is below the lower one. Give the lower bound first.");
        }
        model.set("min", least);
        model.set("max", most);
        model.set("value", least);
    }
}
