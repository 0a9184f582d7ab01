package io.github.kubecluster.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Where the compiler of cells finds the classes that {@link KernelScope} shows. */
final class CellClassPath {
    private static final List<String> API = List.of(
            "io.github.kubecluster.cluster",
            "io.github.kubecluster.dask",
            "io.github.kubecluster.display",
            "io.github.kubecluster.widget");

    private CellClassPath() {}

    static List<Path> find() {
        Set<Path> paths = new LinkedHashSet<>();
        API.forEach(name -> paths.add(origin(packageInfo(name))));
        paths.add(origin(BaseKernel.class));
        paths.add(kernel(origin(JavaKernel.class)));
        return List.copyOf(paths);
    }

    private static Class<?> packageInfo(String name) {
        try {
            return Class.forName(name + ".package-info");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Package \"" + name + "\" is missing. Install the kernel again.", e);
        }
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The manifest of the kernel's jar names all libraries, and the compiler would follow it. Beside them is a jar with
     * the same classes that names none.
     */
    private static Path kernel(Path origin) {
        Path libraries = origin.resolveSibling("lib");
        if (!Files.isRegularFile(origin) || !Files.isDirectory(libraries)) {
            return origin;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries, "kubecluster-kernel-*-api.jar")) {
            for (Path jar : found) {
                return jar;
            }
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
