package io.github.kubecluster.interpreter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.JShell;

/**
 * The classes that JShell has compiled. It keeps them all, and its compiler goes through all of them for each new snippet:
 * a thousand cells later one costs twice what it did. Nothing of JShell's API lets go of them, so this looks into it, and
 * leaves everything as it is in a JDK that does not let it: the main jar's manifest opens the package ({@code Add-Opens}).
 */
final class CompiledClasses {
    private static final Logger LOG = System.getLogger(CompiledClasses.class.getName());

    private final Map<?, ?> classes;

    private CompiledClasses(Map<?, ?> classes) {
        this.classes = classes;
    }

    static CompiledClasses of(JShell shell) {
        try {
            Object files = value(value(shell, "taskFactory"), "fileManager");
            return new CompiledClasses((Map<?, ?>) value(files, "classObjects"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "The compiler keeps the classes of all cells.", e);
            return none();
        }
    }

    static CompiledClasses none() {
        return new CompiledClasses(new HashMap<>());
    }

    /** Lets go of a class that no later snippet can name, and of the classes within. */
    void forget(String name) {
        classes.keySet().removeIf(each -> each.equals(name) || each.toString().startsWith(name + "$"));
    }

    int count() {
        return classes.size();
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
