package io.github.kubecluster.widget;

/** A bar that tells how far something is. */
public final class IntProgress extends ValueWidget<Integer, IntProgress> {
    private IntProgress(int least, int most) {
        super(ModelKind.control("IntProgress", "Progress"));
        Numbers.bound(model(), least, most);
    }

    /** Returns a bar from {@code least} to {@code most}, at {@code least}. */
    public static IntProgress of(int least, int most) {
        return new IntProgress(least, most);
    }

    /** Sets what the bar's colour means. */
    public IntProgress style(Style style) {
        return with("bar_style", style.word());
    }

    /** Sets where the bar ends, and the value with it if that is beyond. */
    public IntProgress most(int most) {
        if (value() > most) {
            value(most);
        }
        return with("max", most);
    }

    @Override
    Integer read(Object wire) {
        return Numbers.whole(wire, model());
    }
}
