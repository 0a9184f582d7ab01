package io.github.kubecluster.kernel;

import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final InheritableThreadLocal<@Nullable Invocation> STARTING = new InheritableThreadLocal<>();
    private static final Duration DYING = Duration.ofSeconds(1);

    private final CellClasses classes;
    private final ReentrantLock compiler;
    private volatile boolean stopRequested;
    private volatile boolean running;
    private volatile String threadName = "cell";
    private volatile @Nullable Invocation current;
    private @Nullable Invocation last;

    /**
     * @param compiler held by the thread that has a snippet run; given free while it runs
     */
    SnippetControl(CellClasses classes, ReentrantLock compiler) {
        super(classes);
        this.classes = classes;
        this.compiler = compiler;
    }

    /** Allows snippets to run until the next stop, on threads of this name. */
    void allow(String threadName) {
        this.threadName = threadName;
        stopRequested = false;
    }

    /** Returns whether snippets were stopped since they were allowed last. */
    boolean isStopped() {
        return stopRequested;
    }

    /** Stops the snippet that runs; one that is still being compiled will not begin. */
    @Override
    public void stop() throws EngineTerminationException, InternalException {
        stopRequested = true;
        if (running) {
            super.stop();
        }
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
            invocation.awaitEnd();
            compiler.lock();
            last = invocation;
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
        private volatile @Nullable Thread thread;
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
            CellThread cell = new CellThread(threadName, classes.loader(), this::callSnippet);
            thread = cell;
            running = true;
            try {
                result = cell.runToEnd();
            } catch (ThreadDeath | SPIResolutionException forJShell) {
                throw forJShell;
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        /** A thread that dies may still run what the code does finally. */
        void awaitEnd() throws InterruptedException {
            Thread dying = thread;
            if (dying != null) {
                dying.join(DYING.toMillis());
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
