package io.github.kubecluster.kernel;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What cells see of this program: the JDK, the API of clusters, clients and the kernel, and the kernel base library that
 * extensions are written against. A cell may bring its own version of every other library that is used here.
 */
final class VisibleClasses extends ClassLoader {
    private static final List<String> VISIBLE = List.of(
            "io.github.kubecluster.cluster.",
            "io.github.kubecluster.dask.",
            "io.github.kubecluster.kernel.",
            "org.dflib.jjava.jupyter.");

    private final ClassLoader program;
    private final Set<String> packagesOfModules;

    VisibleClasses(ClassLoader program) {
        super("visible", ClassLoader.getPlatformClassLoader());
        this.program = program;
        packagesOfModules = ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getPackages().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isVisible(name)) {
            return program.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    private boolean isVisible(String name) {
        return VISIBLE.stream().anyMatch(name::startsWith)
                || packagesOfModules.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    }
}
