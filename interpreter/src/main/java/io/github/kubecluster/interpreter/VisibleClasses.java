package io.github.kubecluster.interpreter;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows cells the JDK, and the public classes of those packages of this program that are meant for them. A cell may bring its own version of
 * everything else that is used here.
 */
public final class VisibleClasses extends ClassLoader {
    private final ClassLoader program;
    private final List<String> packages;
    private final Set<String> packagesOfModules;

    /**
     * @param program loads the classes that are shown
     * @param packages how the names of these classes begin, such as {@code org.example.}
     */
    public VisibleClasses(ClassLoader program, List<String> packages) {
        super("visible", ClassLoader.getPlatformClassLoader());
        this.program = program;
        this.packages = List.copyOf(packages);
        packagesOfModules = ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getPackages().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (packagesOfModules.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
            return program.loadClass(name);
        }
        if (packages.stream().anyMatch(name::startsWith)) {
            Class<?> found = program.loadClass(name);
            if (isMeantForOthers(found)) {
                return found;
            }
        }
        throw new ClassNotFoundException(name);
    }

    private static boolean isMeantForOthers(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
    }
}
