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
    void python_on_this_machine_joins_the_cluster_that_was_started_last() throws Exception {
        try (KubeCluster first = builder().workers(1).start();
                KubeCluster cluster = builder().workers(1).start()) {
            assertThat(python("from kubecluster import connect; print(connect().submit(sum, [1, 2]).result())"))
                    .isEqualTo("3");
            assertThat(python("from kubecluster import clusters; print(*clusters())"))
                    .startsWith(cluster.name() + " " + first.name());
            String scheduler = first.status().schedulerAddress().orElseThrow();
            assertThat(python("from kubecluster import connect; print(connect('" + first.name()
                            + "').scheduler.address)"))
                    .isEqualTo(scheduler);
            assertThat(ConnectionFiles.of(System.getenv()).directory().resolve(cluster.name()))
                    .satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            first.close();
            assertThat(python("import kubecluster\ntry: kubecluster.connect('" + first.name()
                            + "')\nexcept LookupError as error: print(error)"))
                    .startsWith("No cluster \"" + first.name() + "\" of this user runs on, or from, this machine")
                    .endsWith("Start one in a Java notebook: %kubecluster start");
        }
    }

    /** Runs code in a Python that has the package of this product; returns what it prints. */
    static String python(String code) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), "-c", code);
        builder.environment().put("PYTHONPATH", System.getProperty("root.directory") + "/src/python");
        Process process = builder.redirectErrorStream(true).start();
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
