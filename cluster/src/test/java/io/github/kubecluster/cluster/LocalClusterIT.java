package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterIT implements ClusterContract {
    static final Path PYTHON = Path.of(System.getProperty("root.directory"), ".venv", "bin", "python");

    @Override
    public String template() {
        return """
                kind: Pod
                spec:
                  containers:
                  - args: [dask-worker, --nthreads, '1', --memory-limit, 1GB, --death-timeout, '60']
                """;
    }

    @Override
    public KubeClusterBuilder builder() {
        return KubeCluster.builder().local().python(PYTHON.toString()).template(template());
    }

    @Override
    public Map<String, String> ownerEnvironment() {
        return Map.of("PYTHON", PYTHON.toString());
    }

    @Override
    public List<String> remains(String cluster) {
        List<String> remains = new ArrayList<>();
        try (var processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> belongs(process, cluster))
                    .forEach(process -> remains.add("process " + process.getFileName()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return remains;
    }

    /** A process of a cluster works below the cluster's directory, from which its children do not move away. */
    private static boolean belongs(Path process, String cluster) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString().contains("/" + cluster);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void the_directory_of_a_closed_cluster_is_gone() {
        KubeCluster cluster = builder().start();
        Path directory = LocalDirectories.standard(System.getenv()).resolve(cluster.name());
        assertThat(directory).isDirectory();

        cluster.close();

        assertThat(directory).doesNotExist();
    }

    @Test
    void python_on_this_machine_joins_the_cluster_that_was_started_last(@TempDir Path state) throws Exception {
        ConnectionFiles written = ConnectionFiles.of(System.getenv());
        ConnectionFiles alone = ConnectionFiles.of(Map.of("XDG_STATE_HOME", state.toString()));
        Files.createDirectories(alone.directory());
        String closed;
        try (KubeCluster first = builder().workers(1).start();
                KubeCluster last = builder().workers(1).start()) {
            closed = first.name();
            for (KubeCluster cluster : List.of(first, last)) {
                Path file = written.file(cluster.name());
                assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
                Files.createSymbolicLink(alone.file(cluster.name()), file);
            }
            assertThat(python(state, "import kubecluster as k; print(k.connect().submit(sum, [1, 2]).result())"))
                    .isEqualTo("3");
            assertThat(python(state, "import kubecluster as k; print(*k.clusters())"))
                    .isEqualTo(last.name() + " " + closed);
            assertThat(python(state, "import kubecluster as k; print(k.connect('" + closed + "').scheduler.address)"))
                    .isEqualTo(first.status().schedulerAddress().orElseThrow());
        }
        assertThat(python(
                        state,
                        "import kubecluster as k\ntry: k.connect('" + closed
                                + "')\nexcept LookupError as error: print(error)"))
                .isEqualTo("No cluster \"" + closed + "\" of this user runs on, or from, this machine (looked in "
                        + alone.directory() + "). Start one in a Java notebook: %kubecluster start");
    }

    /** Runs code in a Python that has the package of this product; returns what it prints. */
    static String python(Path state, String code) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), "-c", code);
        builder.environment().put("PYTHONPATH", System.getProperty("root.directory") + "/src/python");
        builder.environment().put("XDG_STATE_HOME", state.toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void a_python_that_is_not_there_is_told_in_one_sentence() {
        KubeClusterBuilder builder = builder().python("/no/such/python");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ClusterException.class)
                .hasMessageMatching(
                        "Cannot start pod \"[a-z0-9-]+-scheduler\" as a process of this machine: .*"
                                + "No such file or directory\\. Name a Python that has dask and distributed in KUBECLUSTER_PYTHON\\.");
    }

    @Test
    void all_ports_are_bound_to_the_loopback_address() throws Exception {
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);

            List<String> sockets = new ArrayList<>();
            try (var processes = Files.list(Path.of("/proc"))) {
                for (Path process :
                        processes.filter(path -> belongs(path, cluster.name())).toList()) {
                    sockets.addAll(ListeningSockets.of(process));
                }
            }
            assertThat(sockets).isNotEmpty().allMatch(address -> address.startsWith("0100007F:"));
        }
    }

    @Test
    void versions_are_those_of_scheduler_workers_and_this_machine() {
        try (KubeCluster cluster = builder().workers(1).start()) {
            cluster.waitForWorkers(1);

            VersionTable versions = cluster.versions();

            assertThat(versions.agrees()).isTrue();
            assertThat(versions.rows()).anySatisfy(row -> {
                assertThat(row.name()).isEqualTo("distributed");
                assertThat(row.workers()).containsExactly(row.scheduler());
                assertThat(row.local()).contains(row.scheduler());
            });
        }
    }
}
