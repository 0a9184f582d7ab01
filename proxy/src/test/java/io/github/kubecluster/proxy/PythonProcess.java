package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Python program of the project's environment that ends with this process at the latest. */
final class PythonProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final String END_WITH_PARENT = "import os, sys, threading;"
            + " threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start();";

    private final Path log;
    private final Process process;

    private PythonProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Runs the function {@code main} of a module, with {@code directory} as home and working directory. */
    static PythonProcess main(String module, Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("root.directory") + "/.venv/bin/python",
                "-c",
                END_WITH_PARENT + " from " + module + " import main; main()"));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(directory, "log-", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("HOME", directory.toString());
            builder.environment().putAll(environment);
            return new PythonProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the program writes something that matches, and returns the first group. */
    String awaitOutput(String pattern) {
        Matcher[] found = new Matcher[1];
        await("output that matches " + pattern + " in " + log).atMost(START).until(() -> {
            // Whole lines only: the program may be writing the last one.
            String written = Files.readString(log, StandardCharsets.ISO_8859_1);
            found[0] = Pattern.compile(pattern).matcher(written.substring(0, written.lastIndexOf('\n') + 1));
            return found[0].find();
        });
        return found[0].group(1);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
