package io.github.kubecluster.interpreter;

import java.nio.file.Path;
import java.util.List;

/**
 * What cells see before they declare anything.
 *
 * @param parent loads what cells see besides their own classes; the classes of this module need not be among them
 * @param classPath where the compiler finds the classes that {@code parent} loads, those of the JDK excepted
 * @param imports what is imported by default, such as {@code java.util.*} or {@code static java.lang.Math.*}
 */
public record CellScope(ClassLoader parent, List<Path> classPath, List<String> imports) {
    /** The packages of the JDK that notebooks use most. */
    public static final List<String> JAVA_IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.stream.*");

    public CellScope {
        classPath = List.copyOf(classPath);
        imports = List.copyOf(imports);
    }
}
