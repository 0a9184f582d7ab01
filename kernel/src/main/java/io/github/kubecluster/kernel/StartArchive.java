package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.ExecutionListener;
import io.github.kubecluster.jupyter.KernelClient;
import io.github.kubecluster.jupyter.KernelDiedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes of the kernel as a JVM has them in memory once they are loaded, in a file: a kernel that maps it starts in
 * about half the time. On Java 25 and later it is an AOT cache (JEP 514), before that an archive of class data sharing
 * (JEP 350). It fits the JVM and the jars that it was made with; with others the kernel starts without it.
 */
final class StartArchive {
    private static final Logger LOG = System.getLogger(StartArchive.class.getName());
    private static final String NAME = "start.archive";
    private static final String MADE_FROM = NAME + ".made-from";
    private static final int FIRST_WITH_CACHE = 25;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration WRITING = Duration.ofSeconds(60);

    /** A bit of each thing that cells do. */
    private static final List<String> CELLS = List.of(
            "1 + 1",
            "var numbers = List.of(1, 2).stream().map(i -> i + 1).toList();\nSystem.out.println(numbers);\nnumbers",
            "record Point(int x, int y) {}\nfor (var p : List.of(new Point(1, 2))) { display(p); }",
            "int missing = nowhere;",
            "throw new IllegalStateException(\"thrown\");",
            "%lsmagic");

    private final Path file;
    /** Says what the archive was made from; written last. */
    private final Path madeFrom;

    StartArchive(Path directory) {
        file = directory.resolve(NAME);
        madeFrom = directory.resolve(MADE_FROM);
    }

    /** Returns the option of the JVM that uses the archive; without one there, the JVM starts as it does without the option. */
    String option() {
        return (hasCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    }

    /**
     * Makes the archive: runs a kernel with these options of the JVM, which takes some seconds. If that fails, there is none,
     * and the log says why.
     */
    void make(String java, List<String> options, Path jar) throws IOException, InterruptedException {
        Files.deleteIfExists(madeFrom);
        Files.deleteIfExists(file);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(HistoryFiles.OFF_ENVIRONMENT);
        try {
            KernelClient kernel = KernelClient.start(command(java, options, jar), environment, START);
            CELLS.forEach(cell -> kernel.execute(cell, false, ExecutionListener.silent()));
            kernel.end(WRITING);
            Files.writeString(madeFrom, inputs(java, options, jar));
        } catch (KernelDiedException e) {
            LOG.log(Level.WARNING, "Kernels will start slower than they could.", e);
        }
    }

    /** Tells whether the archive is there and was made from the same JVM, options and jars. */
    boolean fits(String java, List<String> options, Path jar) throws IOException {
        return Files.isRegularFile(file)
                && Files.isRegularFile(madeFrom)
                && Files.readString(madeFrom).equals(inputs(java, options, jar));
    }

    /** A JVM looks at name, size and time of a jar to find out whether an archive fits it; so does this. */
    private static String inputs(String java, List<String> options, Path jar) throws IOException {
        List<String> lines = new ArrayList<>(List.of(java, Runtime.version().toString()));
        lines.addAll(options);
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            for (Path each : Stream.concat(Stream.of(jar), libraries.sorted()).toList()) {
                lines.add(each + " " + Files.size(each) + " " + Files.getLastModifiedTime(each));
            }
        }
        return String.join("\n", lines);
    }

    private List<String> command(String java, List<String> options, Path jar) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(options);
        command.add((hasCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
        command.addAll(List.of("-Djava.awt.headless=true", "-jar", jar.toString()));
        command.addAll(List.of("kernel", "--connection-file", "{connection_file}"));
        return command;
    }

    private static boolean hasCache() {
        return Runtime.version().feature() >= FIRST_WITH_CACHE;
    }
}
