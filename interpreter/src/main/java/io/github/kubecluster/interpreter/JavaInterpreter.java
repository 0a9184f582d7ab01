package io.github.kubecluster.interpreter;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Runs Java on JShell, in this JVM. Thread-safe: the compiler serves one thread at a time, and is free while the code of
 * a cell runs.
 */
public final class JavaInterpreter implements AutoCloseable {
    private static final Set<SubKind> SHOWN =
            Set.of(SubKind.TEMP_VAR_EXPRESSION_SUBKIND, SubKind.VAR_VALUE_SUBKIND, SubKind.OTHER_EXPRESSION_SUBKIND);

    /** Held by who runs code, from before it is compiled until it has ended. */
    private final ReentrantLock evaluation = new ReentrantLock(true);
    /** Held by who uses JShell. {@link SnippetControl} sets it free while code runs. */
    private final ReentrantLock compiler = new ReentrantLock(true);

    private final CellScope scope;
    private final CellCalls calls = new CellCalls(this::isStopped);
    private final List<Path> classPath = new CopyOnWriteArrayList<>();
    /** Used by who holds {@link #compiler}. */
    private final Signatures signatures = new Signatures();

    private volatile Session session;
    private @Nullable JShell shell;
    /** Of {@link #shell}. */
    private CompiledClasses compiled = CompiledClasses.none();

    /** Makes an interpreter for cells that see {@code scope}; the compiler starts when it is needed first. */
    public JavaInterpreter(CellScope scope) {
        this.scope = scope;
        this.session = session();
    }

    /** Returns the loader of what cells declare and of what they add to the class path. */
    public ClassLoader loader() {
        return session.classes().loader();
    }

    /** Allows code to run until the next {@link #stop}, on threads of this name. */
    public void allow(String threadName) {
        session.control().allow(threadName);
    }

    /**
     * Stops what runs, and what is being compiled before it runs, and interrupts what is {@linkplain #call called}. What
     * comes then is refused until code is {@linkplain #allow allowed} again.
     */
    public void stop() {
        session.control().stop();
        // Last, so that a call which ends by it sees that the cell was stopped.
        calls.stop();
    }

    /** Returns whether code was stopped since it was allowed last. */
    public boolean isStopped() {
        return session.control().isStopped();
    }

    /**
     * Returns the statements and declarations of {@code code}.
     *
     * @throws CellFailure if one of them is not Java; nothing has run then
     */
    public List<Piece> split(JavaCode code) {
        return withShell(jshell -> Pieces.of(code, jshell));
    }

    /**
     * Runs {@code pieces} one after another and returns the value of the last, if it is an expression.
     *
     * @throws CellFailure if one cannot be compiled, throws, or is stopped; those after it have not run
     */
    public @Nullable Object run(List<Piece> pieces) {
        return evaluate(jshell -> {
            HeapReserve.restore();
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

    /**
     * Calls {@code work} on a thread of the cell, which {@link #stop} interrupts, and waits for it.
     *
     * @param patience how long it may go on when it is stopped, before it is given up
     * @return what {@code work} returned
     * @throws CellFailure if it is stopped
     * @throws Throwable what {@code work} threw
     */
    public @Nullable Object call(CellWork work, Duration patience) throws Throwable {
        CellGroup threads = new CellGroup(session.control().threadName(), this::trace);
        return calls.call(new CellThread(threads, loader(), work), patience);
    }

    /**
     * Declares a variable and gives it a value, in place of one of that name.
     *
     * @param type a type that cells see
     * @throws IllegalArgumentException if {@code name} is no Java name or cells do not see {@code type}
     */
    public void bind(String name, Class<?> type, @Nullable Object value) {
        evaluate(jshell -> {
            SnippetEvent declared =
                    jshell.eval(type.getCanonicalName() + " " + name + ";").get(0);
            if (!declared.status().isDefined()) {
                throw new IllegalArgumentException("Cannot declare a variable \"" + name + "\" of type \""
                        + type.getCanonicalName() + "\" in cells. Choose a Java name and a type that cells see.");
            }
            try {
                field(declared.snippet(), name, jshell).set(null, value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot set variable \"" + name + "\" of the cells.", e);
            }
            return null;
        });
    }

    /** Returns the value of a variable of the cells; nothing if it is null, or there is none of that name and type. */
    public Optional<Object> value(String name, String type) {
        return withShell(jshell -> jshell.variables()
                .filter(variable -> variable.name().equals(name))
                .filter(variable -> unqualified(variable.typeName()).equals(unqualified(type)))
                .findFirst()
                .flatMap(variable -> {
                    try {
                        return Optional.ofNullable(field(variable, name, jshell).get(null));
                    } catch (ReflectiveOperationException e) {
                        return Optional.empty();
                    }
                }));
    }

    private static String unqualified(String type) {
        return type.replaceAll("([\\w$]+\\.)+", "");
    }

    private Field field(Snippet declaration, String name, JShell jshell) throws ReflectiveOperationException {
        return field(jshell.sourceCodeAnalysis().wrapper(declaration).fullClassName(), name);
    }

    private Field field(String owner, String name) throws ReflectiveOperationException {
        Field field = session.classes().findClass(owner).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Returns the type of a variable of the cells, as it would be written; nothing if there is no such variable. */
    public Optional<String> typeOf(String variable) {
        return withShell(jshell -> jshell.variables()
                .filter(each -> each.name().equals(variable) && jshell.status(each) == Status.VALID)
                .map(VarSnippet::typeName)
                .findFirst());
    }

    /** Returns the names of the variables that cells have declared. */
    public List<String> variables() {
        return withShell(jshell -> jshell.variables()
                .filter(each -> each.subKind() != SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .map(VarSnippet::name)
                .toList());
    }

    /** Returns the lines that tell of {@code thrown}, in terms of cells. */
    public List<String> trace(Throwable thrown) {
        return withShell(jshell -> Trace.of(thrown, element -> session.lines().line(element, jshell)));
    }

    /** Returns what may follow {@code typed}, the beginning of a cell up to the cursor. */
    public Completions complete(String typed) {
        return analyze(analysis -> Completion.of(typed, analysis, signatures));
    }

    /** Returns what is known of the name at {@code cursor}; of a method's name that is one answer for each overload. */
    public List<Explanation> inspect(String code, int cursor) {
        List<Explanation> found = analyze(analysis -> Inspection.of(code, cursor, analysis));
        SourceJars sources = new SourceJars(loader(), importedPackages());
        return found.size() > Inspection.FEW
                ? found
                : found.stream().map(each -> each.orComment(sources)).toList();
    }

    /** Returns the beginnings of the names of what is imported: packages, and classes without their own name. */
    private List<String> importedPackages() {
        return withShell(jshell -> jshell.imports()
                .map(each -> each.fullname().replaceFirst("[^.]*$", ""))
                .distinct()
                .toList());
    }

    /** Returns whether {@code code} is ready to be run. */
    public Completeness completeness(String code) {
        return analyze(analysis -> Completeness.of(code, analysis));
    }

    /**
     * Makes the first cell fast: starts the compiler and has it do a bit of each thing that cells do. In small steps, and
     * returns early when somebody waits.
     */
    public void warmUp() {
        for (Consumer<JShell> step : WarmUp.steps()) {
            if (evaluation.isLocked() || compiler.isLocked()) {
                return;
            }
            evaluate(jshell -> {
                step.accept(jshell);
                return null;
            });
        }
    }

    /** Adds a jar or a directory to what cells and their compiler see. */
    public void addToClassPath(Path path) {
        withShell(jshell -> {
            jshell.addToClasspath(path.toString());
            classPath.add(path);
            signatures.forget();
            return null;
        });
    }

    /** Returns what was added to the class path, in that order. */
    public List<Path> classPath() {
        return List.copyOf(classPath);
    }

    /** Returns how many compiled classes the compiler looks through for each cell. */
    int compiledClasses() {
        return withShell(jshell -> compiled.count());
    }

    /** Forgets all that cells have declared and imported; what was added to the class path stays. */
    public void reset() {
        evaluate(old -> {
            SnippetControl before = session.control();
            session = session();
            session.control().allow(before.threadName());
            shell = null;
            old.close();
            return null;
        });
    }

    @Override
    public void close() {
        if (shell != null) {
            shell.close();
        }
    }

    private <T> T analyze(Function<SourceCodeAnalysis, T> question) {
        return withShell(jshell -> question.apply(jshell.sourceCodeAnalysis()));
    }

    private @Nullable Object run(Piece piece, JShell jshell, Map<Snippet, Piece> unresolved) {
        SnippetControl control = session.control();
        CellLines lines = session.lines();
        if (control.isStopped()) {
            throw CellFailure.interrupted();
        }
        lines.begin(piece.line());
        Object value = null;
        for (SnippetEvent event : jshell.eval(piece.source())) {
            try {
                if (event.causeSnippet() == null) {
                    lines.add(event.snippet(), piece.line());
                    value = value(piece, event, jshell);
                    if (event.status() == Status.RECOVERABLE_DEFINED
                            || event.status() == Status.RECOVERABLE_NOT_DEFINED) {
                        unresolved.put(event.snippet(), piece);
                    }
                }
            } finally {
                letGo(event, jshell);
            }
        }
        return value;
    }

    /**
     * JShell keeps each value in a variable, which every later snippet would import, and the class of each statement, which
     * its compiler would go through: cells would get slower and slower. And the class that has the variable is never unloaded.
     */
    private void letGo(SnippetEvent event, JShell jshell) {
        Snippet snippet = event.snippet();
        boolean isValue = snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
        if (event.status() != Status.VALID || (!isValue && snippet.kind().isPersistent())) {
            return;
        }
        String owner = jshell.sourceCodeAnalysis().wrapper(snippet).fullClassName();
        if (isValue) {
            letGoOfValue((VarSnippet) snippet, owner);
            jshell.drop(snippet);
        }
        compiled.forget(owner);
    }

    private void letGoOfValue(VarSnippet variable, String owner) {
        try {
            Field field = field(owner, variable.name());
            if (!field.getType().isPrimitive()) {
                field.set(null, null);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot let go of the value of a cell.", e);
        }
    }

    private @Nullable Object value(Piece piece, SnippetEvent event, JShell jshell) {
        SnippetControl control = session.control();
        if (control.isStopped()) {
            throw control.survivor().map(CellFailure::goesOn).orElseGet(CellFailure::interrupted);
        }
        if (event.status() == Status.REJECTED) {
            throw CompilationErrors.of(
                    piece, jshell.diagnostics(event.snippet()).toList(), jshell.sourceCodeAnalysis());
        }
        if (event.exception() != null) {
            throw failure(piece, event.exception(), jshell);
        }
        return SHOWN.contains(event.snippet().subKind()) ? control.result() : null;
    }

    private CellFailure failure(Piece piece, JShellException exception, JShell jshell) {
        Throwable thrown = session.control().failure();
        if (exception instanceof EvalException && thrown != null) {
            List<String> advice = thrown instanceof OutOfMemoryError error ? HeapReserve.advice(error) : List.of();
            List<String> trace = Trace.of(thrown, at -> session.lines().line(at, jshell));
            return new CellFailure(
                    thrown.getClass().getSimpleName(),
                    message(thrown),
                    Stream.concat(trace.stream(), advice.stream()).toList(),
                    thrown);
        }
        return Unresolved.called(piece, exception, jshell);
    }

    private static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | Error e) {
            return "its message cannot be read";
        }
    }

    private <T extends @Nullable Object> T evaluate(Function<JShell, T> work) {
        if (session.control().isRunBy(Thread.currentThread())) {
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
                jshell = Shells.start(session.control(), scope);
                shell = jshell;
                compiled = CompiledClasses.of(jshell);
                signatures.forget();
                jshell.onSnippetEvent(event -> signatures.forget());
                classPath.stream().map(Path::toString).forEach(jshell::addToClasspath);
            }
            return work.apply(jshell);
        } finally {
            compiler.unlock();
        }
    }

    private Session session() {
        CellClasses classes = new CellClasses(scope.parent());
        return new Session(classes, new SnippetControl(classes, compiler, this::trace), new CellLines());
    }

    /** What a reset begins anew. */
    private record Session(CellClasses classes, SnippetControl control, CellLines lines) {}
}
