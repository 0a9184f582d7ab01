package io.github.kubecluster.interpreter;

import java.lang.Thread.UncaughtExceptionHandler;
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
 * Runs snippets in this JVM and can stop them. How is the work of the JDK's class: on Java 17 it stops the threads of a
 * thread group, in later versions it weaves a check into the methods and loops of snippets.
 *
 * <p>Added is that results and exceptions are kept as objects, that a stop which comes before its snippet is not lost,
 * and that classes which are declared again keep the values of their fields.
 */
final class SnippetControl extends LocalExecutionControl {
    /** How long code may go on when it is stopped, before it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final InheritableThreadLocal<@Nullable Invocation> STARTING = new InheritableThreadLocal<>();
    private final CellClasses classes;
    private final ReentrantLock compiler;
    private final Function<Throwable, List<String>> trace;
    private final StopChecks checks;
    private volatile boolean stopRequested;
    private volatile boolean running;
    private volatile String threadName = "cell";
    private volatile @Nullable Invocation current;
    private @Nullable Invocation last;

    /**
     * @param compiler held by the thread that has a snippet run; given free while it runs
     * @param trace returns the lines that tell of an exception
     */
    SnippetControl(CellClasses classes, ReentrantLock compiler, Function<Throwable, List<String>> trace) {
        super(classes);
        this.classes = classes;
        this.compiler = compiler;
        this.trace = trace;
        this.checks = new StopChecks(classes);
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
    public void stop() throws EngineTerminationException, InternalException {
        stopRequested = true;
        Invocation invocation = current;
        if (running && invocation != null) {
            invocation.stop();
            super.stop();
        }
    }

    /** Returns the thread of the last snippet if its code goes on though it was stopped. */
    Optional<CellThread> survivor() {
        return Optional.ofNullable(last)
                .map(invocation -> invocation.thread)
                .filter(thread -> stopRequested && thread.isAlive());
    }

    /** Returns what the last snippet returned. */
    @Nullable
    Object result() {
        return last == null ? null : last.result;
    }

    /** Returns what the last snippet threw, or null if it ended well. */
    @Nullable
    Throwable failure() {
        return last == null ? null : last.failure;
    }

    /** Returns whether {@code thread} is that of the snippet which runs now. */
    boolean isRunBy(Thread thread) {
        Invocation invocation = current;
        return invocation != null && invocation.thread == thread;
    }

    @Override
    public void redefine(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        load(classes);
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        Invocation invocation = new Invocation(snippet);
        STARTING.set(invocation);
        current = invocation;
        compiler.unlock();
        try {
            super.invoke(Bridge.METHOD);
        } finally {
            STARTING.remove();
            running = false;
            current = null;
            try {
                invocation.awaitEnd();
                checks.update();
            } finally {
                compiler.lock();
                last = invocation;
            }
        }
        if (invocation.failure != null) {
            // JShell only has to know that there was an exception; the exception itself is kept here.
            throw new UserException("", "", new StackTraceElement[0]);
        }
        return "";
    }

    /** One run of a snippet. */
    private final class Invocation {
        private final Method snippet;
        private final Thread invoker = Thread.currentThread();
        private final @Nullable UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
        private volatile @Nullable CellThread thread;
        private volatile boolean ended;
        private volatile boolean givenUp;
        private volatile @Nullable Object result;
        private volatile @Nullable Throwable failure;

        Invocation(Method snippet) {
            this.snippet = snippet;
        }

        /** Called on a thread in the group that a stop ends. */
        void run() throws Throwable {
            awaitInvoker();
            // On Java 17 the JDK's class has put one there that hides the exceptions of all threads of this JVM.
            Thread.setDefaultUncaughtExceptionHandler(uncaught);
            CellThread cell = new CellThread(new CellGroup(threadName, trace), classes.loader(), this::callSnippet);
            thread = cell;
            checks.update();
            running = true;
            cell.start();
            if (!cell.awaitEnd(() -> stopRequested, PATIENCE)) {
                givenUp = true;
                throw new ThreadDeath();
            }
            take(cell);
        }

        private void take(CellThread cell) throws Throwable {
            ended = true;
            try {
                result = cell.result();
            } catch (ThreadDeath | SPIResolutionException forJShell) {
                throw forJShell;
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        void stop() {
            CellThread running = thread;
            if (running != null) {
                running.group().stopAll();
                checks.add(running.group());
            }
        }

        /**
         * Waits for the snippet where the thread of {@link #run} did not: on Java 17 it dies at once when it is stopped,
         * while the snippet's may still do what is to be done finally. And it dies when there is no memory left.
         */
        void awaitEnd() {
            CellThread cell = thread;
            if (cell == null || ended || givenUp) {
                return;
            }
            cell.awaitEnd(() -> stopRequested, PATIENCE);
            if (!stopRequested) {
                try {
                    take(cell);
                } catch (Throwable thrown) {
                    failure = thrown;
                }
            }
        }

        /**
         * Waits until the invoker waits for the threads that are in the group now. It would wait also for those that the
         * snippet starts, if they were there before it looked.
         */
        private void awaitInvoker() {
            while (invoker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        private @Nullable Object callSnippet() throws Throwable {
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

    /** What the JDK's class calls in the place of the snippet. */
    private static final class Bridge {
        static final Method METHOD = method();

        @SuppressWarnings("unused") // called by its name
        static void run() throws Throwable {
            Invocation invocation = STARTING.get();
            STARTING.remove();
            if (invocation != null) {
                invocation.run();
            }
        }

        private static Method method() {
            try {
                Method run = Bridge.class.getDeclaredMethod("run");
                run.setAccessible(true);
                return run;
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }
    }
}
