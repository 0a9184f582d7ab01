package io.github.kubecluster.widget;

/** A number that is set by dragging. */
public final class FloatSlider extends ValueWidget<Double, FloatSlider> {
    private static final double STEPS = 100;

    private FloatSlider(double least, double most) {
        super(ModelKind.control("FloatSlider"));
        Numbers.bound(model(), least, most);
        step((most - least) / STEPS);
    }

    /** Returns a slider from {@code least} to {@code most}, at {@code least}. */
    public static FloatSlider of(double least, double most) {
        return new FloatSlider(least, most);
    }

    /** Sets by how much the value changes at least; a hundredth of the whole by default. */
    public FloatSlider step(double step) {
        return with("step", step);
    }

    /** Sets whether the value changes while the user drags, as it does by default, or when the user lets go. */
    public FloatSlider continuous(boolean continuous) {
        return with("continuous_update", continuous);
    }

    @Override
    Double read(Object wire) {
        return Numbers.within(wire, model());
    }
}
