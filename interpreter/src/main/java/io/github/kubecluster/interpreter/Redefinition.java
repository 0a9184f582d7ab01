package io.github.kubecluster.interpreter;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives classes other code. The JVM calls this class before the main class, as the jar's manifest asks for
 * ({@code Launcher-Agent-Class}); without it cells that declare something again lose the values of what depends on it.
 */
public final class Redefinition {
    private static volatile @Nullable Instrumentation instrumentation;

    private Redefinition() {}

    /** Called by the JVM. */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /**
     * @throws UnsupportedOperationException if a class has other fields or methods than before, or the JVM was started
     *     without this class; nothing is changed then
     */
    static void redefine(List<ClassDefinition> definitions) throws ClassNotFoundException, UnmodifiableClassException {
        Instrumentation jvm = instrumentation;
        if (jvm == null) {
            throw new UnsupportedOperationException("The kernel was not started by \"java -jar\".");
        }
        jvm.redefineClasses(definitions.toArray(ClassDefinition[]::new));
    }

    /** Has {@code transformer} change classes that are loaded from now on; none if the JVM was started without this class. */
    static void transform(ClassFileTransformer transformer) {
        Instrumentation jvm = instrumentation;
        if (jvm != null) {
            jvm.addTransformer(transformer);
        }
    }
}
