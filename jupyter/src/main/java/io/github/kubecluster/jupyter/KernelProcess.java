package io.github.kubecluster.jupyter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process of a kernel that ends with this JVM. Thread-safe. */
final class KernelProcess {
    private static final Logger LOG = System.getLogger(KernelProcess.class.getName());
    private static final int TAIL_LINES = 20;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String program;
    private final Process process;
    private final Thread reader;
    private final Deque<String> tail = new ArrayDeque<>();

    private KernelProcess(String program, Process process) {
        this.program = program;
        this.process = process;
        reader = Threads.start("jupyter-client-output", this::read);
    }

    /**
     * Starts {@code command} with nothing but {@code environment}.
     *
     * @throws UncheckedIOException if there is no such program
     */
    static KernelProcess start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        // A kernel that is given the process number of its parent watches it, and ends when the parent has ended.
        String parent = Long.toString(ProcessHandle.current().pid());
        builder.environment().put("JPY_PARENT_PID", parent);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new KernelProcess(command.get(0), process);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start \"" + command.get(0) + "\": " + e.getMessage() + ".", e);
        }
    }

    /** Returns whether the process has ended, after at most {@code wait}. */
    boolean ends(Duration wait) throws InterruptedException {
        return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void onExit(Runnable action) {
        var unused = process.onExit().thenRun(action);
    }

    /** Says how the process ended and what it printed last. */
    KernelDiedException death() {
        boolean interrupted = Thread.interrupted();
        try {
            reader.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new KernelDiedException(
                "Kernel \"" + program + "\" ended with exit code " + process.exitValue() + "." + lastOutput());
    }

    /** Says that the process did not do {@code what} in time, and what it printed last. */
    KernelDiedException timeout(String what, Duration limit) {
        return new KernelDiedException(
                "Kernel \"" + program + "\" did not " + what + " within " + limit.toSeconds() + " s." + lastOutput());
    }

    private String lastOutput() {
        synchronized (tail) {
            return tail.isEmpty() ? "" : " It printed last:\n" + String.join("\n", tail);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.log(Level.DEBUG, "{0}: {1}", program, line);
                synchronized (tail) {
                    tail.addLast(line);
                    if (tail.size() > TAIL_LINES) {
                        tail.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The output of kernel \"" + program + "\" can no longer be read.", e);
        }
    }

    /** Waits until the process has ended by itself, but kills it after {@code limit}; returns whether it ended by itself. */
    boolean end(Duration limit) {
        boolean ended = false;
        try {
            ended = ends(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        return ended;
    }

    /** Ends the process at once. */
    void kill() {
        process.destroyForcibly();
    }
}
