package io.github.kubecluster.dask;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes arguments that Python has and Java has not. */
public final class Python {
    private Python() {}

    /** Returns what becomes a tuple, where a list will not do. */
    public static Object tuple(@Nullable Object... items) {
        return builtin("tuple", Arrays.asList(items));
    }

    /** Returns what becomes the slice {@code from:to}; null leaves that end open. */
    public static Object slice(@Nullable Integer from, @Nullable Integer to) {
        return slice(from, to, null);
    }

    /** Returns what becomes the slice {@code from:to:step}; null leaves that part out. */
    public static Object slice(@Nullable Integer from, @Nullable Integer to, @Nullable Integer step) {
        return builtin("slice", from, to, step);
    }

    private static Object builtin(String type, @Nullable Object... arguments) {
        return PythonValue.call(PythonValue.global("builtins", type), arguments);
    }
}
