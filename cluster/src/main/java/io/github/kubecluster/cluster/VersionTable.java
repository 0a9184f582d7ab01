package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The versions of Python, and of the packages that must be the same everywhere, on the scheduler, the workers and this
 * machine: functions and values travel between them pickled.
 *
 * @param rows one for each package that is installed anywhere
 */
public record VersionTable(List<Row> rows) {
    static final List<String> PACKAGES = List.of(
            "python", "dask", "distributed", "cloudpickle", "msgpack", "toolz", "tornado", "numpy", "pandas", "lz4");

    private static final String ABSENT = "-";

    /** Copies {@code rows}. */
    public VersionTable {
        rows = List.copyOf(rows);
    }

    /**
     * The versions of one package; "-" where it is not installed.
     *
     * @param name the package
     * @param scheduler the scheduler's version
     * @param workers the workers' versions, each once
     * @param local the version in the Python of this machine's cells; empty where that is not known
     */
    public record Row(String name, String scheduler, List<String> workers, Optional<String> local) {
        /** Tells whether all versions are the same; of Python's the first two numbers count. */
        public boolean agrees() {
            return all().map(this::essential).distinct().count() <= 1;
        }

        private Stream<String> all() {
            return Stream.of(Stream.of(scheduler), workers.stream(), local.stream())
                    .flatMap(versions -> versions);
        }

        private String essential(String version) {
            return name.equals("python") ? version.replaceFirst("^(\\d+\\.\\d+).*", "$1") : version;
        }
    }

    static VersionTable of(Versions scheduler, Collection<Versions> workers, Optional<Map<String, String>> local) {
        List<Row> rows = new ArrayList<>();
        for (String name : PACKAGES) {
            Row row = new Row(
                    name,
                    version(scheduler.packages(), name),
                    List.copyOf(new TreeSet<>(workers.stream()
                            .map(worker -> version(worker.packages(), name))
                            .toList())),
                    local.map(packages -> version(packages, name)));
            if (row.all().anyMatch(version -> !version.equals(ABSENT))) {
                rows.add(row);
            }
        }
        return new VersionTable(rows);
    }

    private static String version(Map<String, String> packages, String name) {
        return Objects.requireNonNullElse(packages.get(name), ABSENT).replaceFirst("\\.final\\.0$", "");
    }

    /** Tells whether no package differs. */
    public boolean agrees() {
        return rows.stream().allMatch(Row::agrees);
    }

    /** Returns the versions of the cluster by package: the scheduler's, and a worker's of what the scheduler has not. */
    public Map<String, String> ofCluster() {
        Map<String, String> versions = new LinkedHashMap<>();
        for (Row row : rows) {
            Stream.concat(Stream.of(row.scheduler()), row.workers().stream())
                    .filter(version -> !version.equals(ABSENT))
                    .findFirst()
                    .ifPresent(version -> versions.put(row.name(), version));
        }
        return versions;
    }

    /** Returns the differences in a sentence with what to do; empty where there are none. */
    public Optional<String> warning() {
        String differences = rows.stream()
                .filter(row -> !row.agrees())
                .map(row -> row.name() + " is " + row.scheduler() + " on the scheduler, "
                        + String.join(" or ", row.workers()) + " on workers"
                        + row.local().map(version -> ", " + version + " here").orElse(""))
                .collect(Collectors.joining("; "));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("Versions differ, and functions or values may not survive the way: " + differences
                        + ". Give scheduler, workers and this machine the same versions; %kubecluster python --match gives"
                        + " Python cells those of the cluster.");
    }

    /** Returns the table as text. */
    @Override
    public String toString() {
        boolean local = rows.stream().anyMatch(row -> row.local().isPresent());
        Stream<List<String>> head = Stream.of(cells("", "scheduler", "workers", local ? "here" : "", ""));
        Stream<List<String>> body = rows.stream()
                .map(row -> cells(
                        row.name(),
                        row.scheduler(),
                        String.join(" or ", row.workers()),
                        row.local().orElse(""),
                        row.agrees() ? "" : "differs"));
        return Stream.concat(head, body)
                .map(row -> String.format("%-12s %-14s %-24s %-14s %s", row.toArray())
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> cells(String... cells) {
        return List.of(cells);
    }
}
