package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellScope;
import io.github.kubecluster.interpreter.VisibleClasses;
import java.util.List;
import java.util.stream.Stream;

/**
 * What cells see of this program: the API of clusters, clients, displays, widgets and the kernel, and the kernel base library that extensions
 * are written against.
 *
 * <p>Gson is not shown, though comms of that library name its types: extensions are loaded as libraries of cells are, and those
 * may be of another version of Gson.
 */
final class KernelScope {
    private static final List<String> PACKAGES = List.of(
            "io.github.kubecluster.cluster.",
            "io.github.kubecluster.dask.",
            "io.github.kubecluster.display.",
            "io.github.kubecluster.kernel.",
            "io.github.kubecluster.widget.",
            "org.dflib.jjava.jupyter.");

    private static final List<String> IMPORTS = List.of(
            "io.github.kubecluster.cluster.*",
            "io.github.kubecluster.dask.*",
            "io.github.kubecluster.widget.*",
            "static io.github.kubecluster.kernel.Notebook.*");

    private KernelScope() {}

    static CellScope make() {
        return new CellScope(
                new VisibleClasses(KernelScope.class.getClassLoader(), PACKAGES),
                CellClassPath.find(),
                Stream.concat(CellScope.JAVA_IMPORTS.stream(), IMPORTS.stream()).toList());
    }
}
