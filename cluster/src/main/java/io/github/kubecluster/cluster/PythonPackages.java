package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.ServiceThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Asks a Python of this machine for the versions of its packages, without importing them. */
final class PythonPackages {
    private static final System.Logger LOG = System.getLogger(PythonPackages.class.getName());
    private static final int LIMIT_SECONDS = 20;
    private static final String PROGRAM = """
            import importlib.metadata, platform, sys
            print("python", platform.python_version())
            for name in sys.argv[1:]:
                try:
                    print(name, importlib.metadata.version(name))
                except importlib.metadata.PackageNotFoundError:
                    pass
            """;

    private PythonPackages() {}

    /** Returns the versions by name; empty where that Python does not run, which is logged. */
    static Optional<Map<String, String>> of(String python) {
        List<String> command = new ArrayList<>(List.of(python, "-c", PROGRAM));
        command.addAll(VersionTable.PACKAGES.subList(1, VersionTable.PACKAGES.size()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            ServiceThreads.start("end-python", () -> endLate(process));
            Map<String, String> versions = new TreeMap<>();
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().map(line -> line.split(" ", 2)).forEach(words -> versions.put(words[0], words[1]));
            }
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "Python \"" + python + "\" does not tell its versions", e);
            return Optional.empty();
        }
    }

    private static void endLate(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
