package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.interpreter.NearestName;
import org.jspecify.annotations.Nullable;

/** The Java variables of cells, for magics. */
record CellVariables(JavaInterpreter interpreter) {
    /**
     * Returns the value of a variable.
     *
     * @throws IllegalArgumentException if there is none of that name; it names the one that was probably meant
     */
    @Nullable
    Object get(String name) {
        String type = interpreter
                .typeOf(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no Java variable \"" + name + "\"."
                        + NearestName.to(name, interpreter.variables())
                                .map(known -> " Did you mean \"" + known + "\"?")
                                .orElse(" Declare it in a cell before.")));
        return interpreter.value(name, type).orElse(null);
    }

    /** Declares a variable and gives it a value, in place of one of that name. */
    void set(String name, @Nullable Object value, CellLine line) {
        new MagicVariable("var", name).set(value, line, interpreter);
    }
}
