package io.github.kubecluster.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * A cell of Python.
 *
 * @param code what it runs
 * @param inputs values of Java that are variables in Python while it runs and afterwards, by name
 * @param outputs the names of Python's variables whose values Java gets
 */
record PythonCell(String code, Map<String, @Nullable Object> inputs, List<String> outputs) {
    /**
     * What came of it.
     *
     * @param shown the value of its last expression; nothing if it has none
     * @param outputs the values that Java gets, by name
     */
    record Result(Optional<DisplayData> shown, Map<String, @Nullable Object> outputs) {}

    /** Returns a cell that is code alone. */
    static PythonCell of(String code) {
        return new PythonCell(code, Map.of(), List.of());
    }
}
