package io.github.kubecluster.kernel;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl.ExecutionControlException;
import org.jspecify.annotations.Nullable;

/**
 * Runs Java on JShell, in this JVM. Thread-safe: the compiler serves one thread at a time, and is free while the code of
 * a cell runs.
 */
final class JavaInterpreter implements AutoCloseable {
    private static final Set<SubKind> SHOWN =
            Set.of(SubKind.TEMP_VAR_EXPRESSION_SUBKIND, SubKind.VAR_VALUE_SUBKIND, SubKind.OTHER_EXPRESSION_SUBKIND);

    /** Held by who runs code, from before it is compiled until it has ended. */
    private final ReentrantLock evaluation = new ReentrantLock(true);
    /** Held by who uses JShell. {@link SnippetControl} sets it free while code runs. */
    private final ReentrantLock compiler = new ReentrantLock(true);

    private final CellClasses classes;
    private final SnippetControl control;
    private final List<Path> classPath;
    private final CellLines lines = new CellLines();
    private @Nullable JShell shell;

    /**
     * @param parent loads what cells see besides their own classes
     * @param classPath where the compiler finds the classes that {@code parent} loads, those of the JDK excepted
     */
    JavaInterpreter(ClassLoader parent, List<Path> classPath) {
        this.classes = new CellClasses(parent);
        this.classPath = List.copyOf(classPath);
        this.control = new SnippetControl(classes, compiler, this::trace);
    }

    /** Returns the loader of what cells declare. */
    ClassLoader loader() {
        return classes.loader();
    }

    /** Allows code to run until the next {@link #stop}, on threads of this name. */
    void allow(String threadName) {
        control.allow(threadName);
    }

    /** Stops what runs, and what is being compiled before it runs. */
    void stop() {
        try {
            control.stop();
        } catch (ExecutionControlException e) {
            throw new IllegalStateException("Cannot stop the cell: " + e.getMessage() + " Restart the kernel.", e);
        }
    }

    /** Returns whether code was stopped since it was allowed last. */
    boolean isStopped() {
        return control.isStopped();
    }

    /**
     * Returns the statements and declarations of {@code code}.
     *
     * @throws CellFailure if one of them is not Java; nothing has run then
     */
    List<Piece> split(JavaCode code) {
        return withShell(jshell -> Pieces.of(code, jshell));
    }

    /**
     * Runs {@code pieces} one after another and returns the value of the last, if it is an expression.
     *
     * @throws CellFailure if one cannot be compiled, throws, or is stopped; those after it have not run
     */
    @Nullable
    Object run(List<Piece> pieces) {
        return evaluate(jshell -> {
            Map<Snippet, Piece> unresolved = new LinkedHashMap<>();
            try {
                Object value = null;
                for (Piece piece : pieces) {
                    value = run(piece, jshell, unresolved);
                }
                return value;
            } finally {
                Unresolved.check(unresolved, jshell);
            }
        });
    }

    /** Declares a variable and gives it a value, in place of one of that name. */
    void bind(String name, Class<?> type, @Nullable Object value) {
        evaluate(jshell -> {
            SnippetEvent declared =
                    jshell.eval(type.getCanonicalName() + " " + name + ";").get(0);
            if (!declared.status().isDefined()) {
                throw new IllegalArgumentException("Cannot declare a variable \"" + name + "\" of type \""
                        + type.getCanonicalName() + "\" in cells. Choose a Java name and a type that cells see.");
            }
            String owner =
                    jshell.sourceCodeAnalysis().wrapper(declared.snippet()).fullClassName();
            try {
                Field variable = classes.findClass(owner).getDeclaredField(name);
                variable.setAccessible(true);
                variable.set(null, value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot set variable \"" + name + "\" of the cells.", e);
            }
            return null;
        });
    }

    /** Returns the lines that tell of {@code thrown}, in terms of cells. */
    List<String> trace(Throwable thrown) {
        return withShell(jshell -> Trace.of(thrown, element -> lines.line(element, jshell)));
    }

    /** Returns what {@code question} finds out about code, without running any. */
    <T> T analyze(Function<SourceCodeAnalysis, T> question) {
        return withShell(jshell -> question.apply(jshell.sourceCodeAnalysis()));
    }

    /** Adds a jar or a directory to what cells and their compiler see. */
    void addToClassPath(Path path) {
        withShell(jshell -> {
            jshell.addToClasspath(path.toString());
            return null;
        });
    }

    @Override
    public void close() {
        if (shell != null) {
            shell.close();
        }
    }

    /** Does {@code work}, unless somebody waits; returns whether it was done. */
    boolean whileIdle(Function<JShell, ?> work) {
        if (evaluation.isLocked() || compiler.isLocked()) {
            return false;
        }
        evaluate(work::apply);
        return true;
    }

    private @Nullable Object run(Piece piece, JShell jshell, Map<Snippet, Piece> unresolved) {
        if (control.isStopped()) {
            throw CellFailure.interrupted();
        }
        lines.begin(piece.line());
        Object value = null;
        for (SnippetEvent event : jshell.eval(piece.source())) {
            if (event.causeSnippet() == null) {
                lines.add(event.snippet(), piece.line());
                value = value(piece, event, jshell);
                if (event.status() == Status.RECOVERABLE_DEFINED || event.status() == Status.RECOVERABLE_NOT_DEFINED) {
                    unresolved.put(event.snippet(), piece);
                }
            }
        }
        return value;
    }

    private @Nullable Object value(Piece piece, SnippetEvent event, JShell jshell) {
        if (control.isStopped()) {
            throw control.survivor().map(CellFailure::goesOn).orElseGet(CellFailure::interrupted);
        }
        if (event.status() == Status.REJECTED) {
            throw CompilationErrors.of(
                    piece, jshell.diagnostics(event.snippet()).toList());
        }
        if (event.exception() != null) {
            throw failure(piece, event.exception(), jshell);
        }
        return SHOWN.contains(event.snippet().subKind()) ? control.result() : null;
    }

    private CellFailure failure(Piece piece, JShellException exception, JShell jshell) {
        Throwable thrown = control.failure();
        if (exception instanceof EvalException && thrown != null) {
            return new CellFailure(
                    thrown.getClass().getSimpleName(),
                    message(thrown),
                    Trace.of(thrown, at -> lines.line(at, jshell)),
                    thrown);
        }
        return Unresolved.called(piece, exception, jshell);
    }

    private static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException e) {
            return "its message cannot be read";
        }
    }

    private <T extends @Nullable Object> T evaluate(Function<JShell, T> work) {
        if (control.isRunBy(Thread.currentThread())) {
            throw new IllegalStateException("Java that runs cannot have other code of cells run. Do that in a magic.");
        }
        evaluation.lock();
        try {
            return withShell(work);
        } finally {
            evaluation.unlock();
        }
    }

    private <T extends @Nullable Object> T withShell(Function<JShell, T> work) {
        compiler.lock();
        try {
            JShell jshell = shell;
            if (jshell == null) {
                jshell = Shells.start(control, classPath);
                shell = jshell;
            }
            return work.apply(jshell);
        } finally {
            compiler.unlock();
        }
    }
}
