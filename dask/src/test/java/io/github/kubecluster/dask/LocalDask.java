package io.github.kubecluster.dask;

import static io.github.kubecluster.dask.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** A real scheduler and real workers on this machine; they end with the test class, and their logs tell of failures. */
final class LocalDask implements BeforeAllCallback, AfterAllCallback, TestWatcher, AutoCloseable {
    /** {@code -Ddask.python} names that of another version of Dask. */
    private static final String PYTHON =
            System.getProperty("dask.python", System.getProperty("root.directory") + "/.venv/bin/python");

    private static final Duration START = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("Scheduler at: +(t(?:cp|ls)://\\S+)\\R");
    private static final String END_WITH_PARENT = "import os, sys, threading;"
            + " threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()";

    private static final LocalDask SHARED = withWorkers("w0", "w1");

    private final List<String> options;
    private final List<String> workers;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private Path directory;
    private SchedulerAddress address;

    private LocalDask(List<String> options, List<String> workers) {
        this.options = options;
        this.workers = workers;
    }

    /** One worker of one thread for each name. */
    static LocalDask withWorkers(String... names) {
        return new LocalDask(List.of(), List.of(names));
    }

    /** Two workers that all classes use which do them no harm; they end with the last class. */
    static LocalDask shared() {
        return SHARED;
    }

    /** Adds options for both, such as those for TLS. */
    LocalDask with(String... more) {
        return new LocalDask(
                Stream.concat(options.stream(), Arrays.stream(more)).toList(), workers);
    }

    /** Starts the scheduler and the workers; they are not registered yet. */
    LocalDask start() {
        try {
            directory = Files.createTempDirectory("local-dask-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("scheduler", "--port", "0");
        Matcher[] found = new Matcher[1];
        await("a scheduler that says its address").atMost(START).until(() -> {
            found[0] = ADDRESS.matcher(log("scheduler"));
            return found[0].find();
        });
        address = SchedulerAddress.parse(found[0].group(1));
        workers.forEach(this::startWorker);
        return this;
    }

    /** A worker has one of a resource of its own name. */
    void startWorker(String name) {
        String resources = name + "=1";
        run(
                "worker",
                name,
                "--name",
                name,
                "--nthreads",
                "1",
                "--no-nanny",
                "--resources",
                resources,
                address.toString());
    }

    SchedulerAddress address() {
        return address;
    }

    /** Waits until all workers are registered and run. */
    void awaitWorkers(SocketFactory sockets) {
        try (Scheduler scheduler = Scheduler.connect(address, sockets, START)) {
            await("workers " + workers)
                    .atMost(START)
                    .until(() -> scheduler.identity().workers().stream()
                                    .filter(worker -> worker.status().equals("running"))
                                    .count()
                            >= workers.size());
        }
    }

    /** Ends the scheduler at once, as a crash would. */
    void killScheduler() {
        kill("scheduler");
    }

    /** Ends a worker at once, as a crash would. */
    void killWorker(String name) {
        kill(name);
    }

    /** Lets a worker hang with its connections open. */
    void freezeWorker(String name) {
        try {
            int ended = new ProcessBuilder(
                            "kill", "-STOP", String.valueOf(processes.get(name).pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            assertThat(ended).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill(String name) {
        processes.get(name).destroyForcibly().onExit().join();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (processes.isEmpty()) {
            start().awaitWorkers(SocketFactory.getDefault());
        }
        if (this == SHARED) {
            context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(LocalDask.class, this);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (this != SHARED) {
            close();
        }
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        Stream.concat(Stream.of("scheduler"), workers.stream()).forEach(name -> {
            System.err.println("--- the end of the log of " + name);
            log(name).lines().skip(Math.max(0, log(name).lines().count() - 30)).forEach(System.err::println);
        });
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        processes.values().forEach(process -> process.onExit().join());
        processes.clear();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String role, String... arguments) {
        boolean scheduler = role.equals("scheduler");
        String name = scheduler ? role : arguments[0];
        List<String> command = new ArrayList<>(List.of(
                PYTHON,
                "-m",
                "distributed.cli.dask_" + role,
                "--host",
                "127.0.0.1",
                "--no-dashboard",
                "--preload",
                END_WITH_PARENT));
        command.addAll(options);
        command.addAll(Arrays.asList(arguments).subList(scheduler ? 0 : 1, arguments.length));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(name + ".log").toFile());
            builder.environment().put("DASK_TEMPORARY_DIRECTORY", directory.toString());
            processes.put(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
