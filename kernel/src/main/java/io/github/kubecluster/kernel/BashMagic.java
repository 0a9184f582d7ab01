package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code %%bash}: runs the cell in bash; what it prints appears as it comes. */
record BashMagic(NotebookEnvironment environment) implements Magic {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public @Nullable Object run(MagicCall call) throws InterruptedException {
        if (!call.text().isEmpty()) {
            throw new IllegalArgumentException(
                    "%%bash takes no options, and has \"" + call.text() + "\". Write the commands below it.");
        }
        Process bash = start(call.body().orElse(""));
        Thread output = copy(bash.getInputStream(), System.out);
        Thread errors = copy(bash.getErrorStream(), System.err);
        try {
            int exitCode = bash.waitFor();
            // What the commands leave running in the background keeps these open, and they go on copying.
            output.join(PATIENCE.toMillis());
            errors.join(PATIENCE.toMillis());
            if (exitCode != 0) {
                throw CellFailure.of("ExitCode", "bash ended with exit code " + exitCode + ".");
            }
            return null;
        } catch (InterruptedException e) {
            end(bash);
            throw e;
        }
    }

    private Process start(String commands) {
        ProcessBuilder bash = new ProcessBuilder(List.of("bash", "-c", commands)).redirectInput(nothing());
        bash.environment().clear();
        bash.environment().putAll(environment.all());
        try {
            return bash.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run bash: " + e.getMessage() + ". Install it on the PATH.", e);
        }
    }

    private static ProcessBuilder.Redirect nothing() {
        return ProcessBuilder.Redirect.from(new java.io.File("/dev/null"));
    }

    /** Copies on a thread of the cell, so that it all goes there. */
    private static Thread copy(InputStream from, PrintStream to) {
        Thread thread = new Thread(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                // The process was ended, and its output with it.
            } finally {
                to.flush();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void end(Process bash) throws InterruptedException {
        List<ProcessHandle> children = bash.descendants().toList();
        bash.destroy();
        children.forEach(ProcessHandle::destroy);
        if (!bash.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            bash.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
