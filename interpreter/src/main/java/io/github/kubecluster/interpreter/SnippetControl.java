package io.github.kubecluster.interpreter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each on a thread of its own, and can stop them. Where threads cannot be stopped, which is so
 * since Java 20, the JDK's class weaves checks into the methods and loops of snippets, and {@link StopChecks} answers them.
 *
 * <p>Other than the JDK's class, this one keeps results and exceptions as objects, does not lose a stop that comes before
 * its snippet, and lets classes which are declared again keep the values of their fields.
 */
final class SnippetControl extends LocalExecutionControl {
    /** How long code may go on when it is stopped, before it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CellClasses classes;
    private final ReentrantLock compiler;
    private final Function<Throwable, List<String>> trace;
    private final StopChecks checks;
    private volatile boolean stopRequested;
    private volatile String threadName = "cell";
    private volatile @Nullable CellThread current;
    private @Nullable CellThread last;

    /**
     * @param compiler held by the thread that has a snippet run; given free while it runs
     * @param trace returns the lines that tell of an exception
     */
    SnippetControl(CellClasses classes, ReentrantLock compiler, Function<Throwable, List<String>> trace) {
        super(classes);
        this.classes = classes;
        this.compiler = compiler;
        this.trace = trace;
        this.checks = new StopChecks(classes.loader());
    }

    /** Allows snippets to run until the next stop, on threads of this name. */
    void allow(String threadName) {
        this.threadName = threadName;
        stopRequested = false;
    }

    /** Returns the name of the threads that snippets run on. */
    String threadName() {
        return threadName;
    }

    /** Returns whether snippets were stopped since they were allowed last. */
    boolean isStopped() {
        return stopRequested;
    }

    /** Stops the snippet that runs; one that is still being compiled will not begin. */
    @Override
    public void stop() {
        stopRequested = true;
        CellThread thread = current;
        if (thread != null) {
            thread.group().stopAll();
            checks.add(thread.group());
        }
    }

    /** Returns the thread of the last snippet if its code goes on though it was stopped. */
    Optional<CellThread> survivor() {
        return Optional.ofNullable(last).filter(thread -> stopRequested && thread.isAlive());
    }

    /** Returns what the last snippet returned. */
    @Nullable
    Object result() {
        return last == null ? null : last.result();
    }

    /** Returns what the last snippet threw, or null if it ended well. */
    @Nullable
    Throwable failure() {
        return last == null ? null : last.failure();
    }

    /** Returns whether {@code thread} is that of the snippet which runs now. */
    boolean isRunBy(Thread thread) {
        return thread == current;
    }

    @Override
    public void redefine(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        load(classes);
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        CellGroup group = new CellGroup(threadName, trace);
        CellThread thread = new CellThread(group, classes.loader(), () -> call(snippet));
        current = thread;
        compiler.unlock();
        try {
            checks.update();
            thread.begin();
            thread.awaitEnd(() -> stopRequested, PATIENCE);
        } finally {
            current = null;
            checks.update();
            compiler.lock();
            last = thread;
        }
        Throwable failure = thread.failure();
        if (stopRequested || failure instanceof ThreadDeath) {
            throw new StoppedException();
        }
        if (failure instanceof SPIResolutionException unresolved) {
            throw unresolved;
        }
        if (failure != null) {
            // JShell only has to know that there was an exception; the exception itself is kept here.
            throw new UserException("", "", new StackTraceElement[0]);
        }
        return "";
    }

    private @Nullable Object call(Method snippet) throws Throwable {
        if (stopRequested) {
            throw new ThreadDeath();
        }
        try {
            return snippet.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
