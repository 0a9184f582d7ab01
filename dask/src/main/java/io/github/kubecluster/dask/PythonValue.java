package io.github.kubecluster.dask;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python values that have no counterpart in Java and are only ever written, into pickles. */
sealed interface PythonValue {
    /** An object that can be imported. */
    record Global(String module, String name) implements PythonValue {}

    /** The result of a call that is made while the pickle is read. */
    record Call(PythonValue function, List<?> arguments) implements PythonValue {}

    /** A tuple; as part of a task's definition, one that begins with a function is a task. */
    record Tuple(List<?> items) implements PythonValue {}

    /** A byte string that only the call around it ever sees, so that any object that holds bytes will do. */
    record Buffer(Frame bytes) implements PythonValue {}

    static Global global(String module, String name) {
        return new Global(module, name);
    }

    static Call call(PythonValue function, @Nullable Object... arguments) {
        return new Call(function, Arrays.asList(arguments));
    }

    static Tuple tuple(@Nullable Object... items) {
        return new Tuple(Arrays.asList(items));
    }
}
