package io.github.kubecluster.interpreter;

import java.io.File;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import org.jspecify.annotations.Nullable;

/** The classes of a notebook: those that cells declare and those on the class path that cells extend. */
final class CellClasses implements LoaderDelegate {
    /**
     * Whether the JDK weaves checks into loops alone: a recursion, or a stream that calls lambdas, would go on for ever.
     * Earlier versions need no checks, and later ones check methods, too.
     */
    private static final boolean METHODS_LACK_CHECKS =
            Runtime.version().feature() == 20 || Runtime.version().feature() == 21;

    private final Loader loader;
    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();

    CellClasses(ClassLoader parent) {
        loader = new Loader(parent);
    }

    /** Returns the loader that threads of cells use as their context class loader. */
    ClassLoader loader() {
        return loader;
    }

    /** Loads new classes, and gives those that are loaded already new code while they keep the values of their fields. */
    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] installed = new boolean[classes.length];
        try {
            for (ClassBytecodes each : classes) {
                if (!loaded.containsKey(each.name())) {
                    loader.declare(each.name(), woven(each));
                }
            }
            redefine(classes, installed);
            for (int i = 0; i < classes.length; i++) {
                if (!installed[i]) {
                    loaded.put(classes[i].name(), Class.forName(classes[i].name(), false, loader));
                    installed[i] = true;
                }
            }
        } catch (ReflectiveOperationException | UnmodifiableClassException | LinkageError e) {
            throw new ClassInstallException("Cannot load what a cell declares: " + e, installed);
        } catch (UnsupportedOperationException e) {
            throw new ClassInstallException("A class has other members than before: " + e, installed);
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> found = loaded.get(name);
        if (found == null) {
            throw new ClassNotFoundException(name);
        }
        return found;
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        LibraryExits.redirect();
        try {
            for (String element : path.split(File.pathSeparator, 0)) {
                loader.addURL(Path.of(element).toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new InternalException("\"" + path + "\" cannot be a class path: " + e.getMessage());
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        // What a class was loaded from is not kept.
    }

    /** Returns whether {@code loader} is that of a notebook's classes, or of classes that see those. */
    static boolean isBelowCells(@Nullable ClassLoader loader) {
        ClassLoader each = loader;
        while (each != null && !(each instanceof Loader)) {
            each = each.getParent();
        }
        return each != null;
    }

    private static byte[] woven(ClassBytecodes compiled) {
        byte[] redirected = ExitCalls.redirect(compiled.bytecodes());
        return METHODS_LACK_CHECKS ? MethodChecks.weave(redirected) : redirected;
    }

    private void redefine(ClassBytecodes[] classes, boolean[] installed)
            throws ClassNotFoundException, UnmodifiableClassException {
        List<ClassDefinition> definitions = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            Class<?> old = loaded.get(classes[i].name());
            if (old != null) {
                definitions.add(new ClassDefinition(old, woven(classes[i])));
                installed[i] = true;
            }
        }
        if (!definitions.isEmpty()) {
            Redefinition.redefine(definitions);
        }
    }

    private static final class Loader extends URLClassLoader {
        private final Map<String, byte[]> declared = new ConcurrentHashMap<>();

        Loader(ClassLoader parent) {
            super("cells", new URL[0], parent);
            declare(StopChecks.CHECKED, StopChecks.checkedClass());
        }

        void declare(String name, byte[] bytes) {
            declared.put(name, bytes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(SystemExit.class.getName())) {
                return SystemExit.class;
            }
            byte[] bytes = declared.remove(name);
            return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length, (CodeSource) null);
        }

        @Override
        protected void addURL(URL url) {
            super.addURL(url);
        }
    }
}
