package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.JavaCode;
import io.github.kubecluster.interpreter.JavaInterpreter;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A variable that gets the value of a magic, as in {@code var home = %env HOME}.
 *
 * @param type as it was written; empty if the variable is declared elsewhere
 * @param name the name of the variable
 */
record MagicVariable(String type, String name) {
    private static final String VALUE = "magic$value";

    /** Declares the variable, unless it is declared elsewhere, and gives it {@code value}. */
    void set(@Nullable Object value, CellLine line, JavaInterpreter interpreter) {
        interpreter.bind(VALUE, Object.class, value);
        String declared = type.equals("var") ? named(value, interpreter.loader()) : type;
        String cast = type.isEmpty() ? castTo(name, interpreter) : "(" + declared + ") ";
        String code = (declared + " " + name + " = " + cast + VALUE + ";").stripLeading();
        interpreter.run(interpreter.split(new JavaCode(code, line)));
    }

    /** An assignment has the type of its variable, which a generic method finds out. */
    private static String castTo(String name, JavaInterpreter interpreter) {
        return "(" + interpreter.typeOf(name).orElse("Object") + ") ";
    }

    /** Returns the name of a type that {@code value} has and cells see. */
    private static String named(@Nullable Object value, ClassLoader cells) {
        return value == null
                ? "Object"
                : types(value.getClass())
                        .filter(type -> isVisible(type, cells))
                        .findFirst()
                        .map(MagicVariable::withWildcards)
                        .orElse("Object");
    }

    private static Stream<Class<?>> types(Class<?> type) {
        Stream<Class<?>> above = type.getSuperclass() == null ? Stream.of() : types(type.getSuperclass());
        return Stream.of(Stream.<Class<?>>of(type), Stream.of(type.getInterfaces()), above)
                .flatMap(each -> each);
    }

    private static boolean isVisible(Class<?> type, ClassLoader cells) {
        try {
            return Modifier.isPublic(type.getModifiers())
                    && type.getCanonicalName() != null
                    && type.getModule().isExported(type.getPackageName())
                    && Class.forName(type.getName(), false, cells) == type;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String withWildcards(Class<?> type) {
        int parameters = type.getTypeParameters().length;
        return type.getCanonicalName()
                + (parameters == 0 ? "" : "<" + String.join(", ", Collections.nCopies(parameters, "?")) + ">");
    }
}
