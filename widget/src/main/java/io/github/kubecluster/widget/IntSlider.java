package io.github.kubecluster.widget;

/** A whole number that is set by dragging. */
public final class IntSlider extends ValueWidget<Integer, IntSlider> {
    private IntSlider(int least, int most) {
        super(ModelKind.control("IntSlider"));
        Numbers.bound(model(), least, most);
        step(1);
    }

    /** Returns a slider from {@code least} to {@code most}, at {@code least}. */
    public static IntSlider of(int least, int most) {
        return new IntSlider(least, most);
    }

    /** Sets by how much the value changes at least. */
    public IntSlider step(int step) {
        return with("step", step);
    }

    /** Sets whether the value changes while the user drags, as it does by default, or when the user lets go. */
    public IntSlider continuous(boolean continuous) {
        return with("continuous_update", continuous);
    }

    @Override
    Integer read(Object wire) {
        return Numbers.whole(wire, model());
    }
}
