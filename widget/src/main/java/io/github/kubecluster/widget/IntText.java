package io.github.kubecluster.widget;

/** A whole number that is typed. */
public final class IntText extends ValueWidget<Integer, IntText> {
    private IntText(int least, int most) {
        super(ModelKind.control("BoundedIntText", "IntText"));
        Numbers.bound(model(), least, most);
    }

    /** Returns a field for numbers from {@code least} to {@code most}, with {@code least} in it. */
    public static IntText of(int least, int most) {
        return new IntText(least, most);
    }

    @Override
    Integer read(Object wire) {
        return Numbers.whole(wire, model());
    }
}
