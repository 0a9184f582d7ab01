package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.github.kubecluster.it.ExecutedNotebook.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user gets to read who gives the magics something wrong: one sentence, and nothing half-done is left. */
class BadInputIT {
    @TempDir
    Path directory;

    List<Cell> run(Map<String, String> environment, String... cells) throws IOException, InterruptedException {
        List<Map<String, Object>> code = List.of(cells).stream()
                .map(source -> Map.<String, Object>of(
                        "cell_type", "code", "source", source, "metadata", Map.of(), "outputs", List.of()))
                .toList();
        Path notebook = directory.resolve("input.ipynb");
        Files.writeString(
                notebook,
                new Gson().toJson(Map.of("cells", code, "metadata", Map.of(), "nbformat", 4, "nbformat_minor", 4)));
        Map<String, String> all = new HashMap<>(Product.install(directory.resolve("jupyter")));
        all.put("KUBECLUSTER_RUNTIME", "local");
        all.putAll(environment);
        return ExecutedNotebook.run(notebook, all, "--allow-errors").cells();
    }

    @Test
    void what_makes_no_sense_is_told_in_one_sentence() throws Exception {
        Files.writeString(directory.resolve("list.yml"), "- no pod\n");
        Files.writeString(
                directory.resolve("unknown.yml"),
                "kind: Pod\nspec:\n  containers:\n  - imagee: acme/dask\n    args: [x]\n");

        List<Cell> cells = run(
                Map.of(),
                "%kubecluster start missing.yml",
                "%kubecluster start list.yml",
                "%kubecluster start unknown.yml",
                "%kubecluster start --workers -1",
                "%kubecluster start --workers many",
                "%kubecluster strat",
                "%kubecluster scale 1",
                "%%dask\n1 + 1",
                "KubeCluster.open().size()");

        assertThat(cells)
                .extracting(Cell::error)
                .containsExactly(
                        "IllegalArgumentException: There is no pod template \"missing.yml\" (looked for "
                                + directory.toRealPath().resolve("missing.yml")
                                + "). Give the path of a pod manifest in YAML.",
                        "IllegalArgumentException: Pod template \"list.yml\" is no pod: it holds no map of keys. Write a manifest "
                                + "that has \"kind: Pod\" and \"spec.containers\".",
                        "IllegalArgumentException: Pod template \"unknown.yml\": unknown key \"spec.containers[0].imagee\". Did you "
                                + "mean \"image\"?",
                        "IllegalArgumentException: Cannot scale to -1 workers. Give a number of workers from 0 upwards.",
                        "IllegalArgumentException: Invalid value for option '--workers': 'many' is not an int. See %kubecluster "
                                + "start --help.",
                        "IllegalArgumentException: Unmatched argument at index 0: 'strat'. Did you mean \"start\"?",
                        "IllegalStateException: There is no cluster. Start one with %kubecluster start TEMPLATE --workers N.",
                        "IllegalStateException: There is no cluster for the cell to compute on. Start one: %kubecluster start",
                        "");
        assertThat(cells.get(8).shown("text/plain")).containsExactly("0");
    }

    @Test
    void what_makes_no_sense_to_a_running_cluster_leaves_it_as_it_is() throws Exception {
        List<Cell> cells = run(
                Map.of(),
                "%kubecluster start --name mine-{uuid}",
                "%kubecluster adapt 3 1",
                "%kubecluster scale -2",
                "KubeCluster.builder().local().name(cluster.name()).start()",
                "%kubecluster scale 1",
                "%kubecluster close");

        assertThat(cells.get(1).error())
                .isEqualTo("IllegalArgumentException: Cannot adapt between 3 and 1 workers: the maximum is below the "
                        + "minimum. Give the minimum first, then the maximum.");
        assertThat(cells.get(2).error())
                .isEqualTo(
                        "IllegalArgumentException: Cannot scale to -2 workers. Give a number of workers from 0 upwards.");
        assertThat(cells.get(3).error())
                .contains("NameTakenException: A local cluster named \"mine-")
                .endsWith("\" is running already. Close it, or start this one under another name.");
        assertThat(cells.get(4).printed()).contains("has 1 workers ready.");
        assertThat(cells.get(5).printed()).contains("is closed; nothing of it is left.");
    }

    @Test
    void a_kubernetes_that_is_not_there_is_told() throws Exception {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: dead
                contexts: [{name: dead, context: {cluster: dead, user: nobody}}]
                clusters: [{name: dead, cluster: {server: "https://127.0.0.1:9"}}]
                users: [{name: nobody, user: {}}]
                """);

        List<Cell> cells = run(
                Map.of("KUBECONFIG", kubeconfig.toString()),
                "%kubecluster start --kubernetes",
                "%kubecluster start --kubernetes nowhere");

        assertThat(cells.get(0).error())
                .startsWith(
                        "ClusterException: There is no way to Kubernetes.\nKubernetes of this pod: this process runs in no"
                                + " pod.\nKubernetes context \"dead\": \"https://127.0.0.1:9/\" does not answer as a Kubernetes (")
                .endsWith("); check the address, the network and HTTPS_PROXY."
                        + "\nCorrect one of these, or start the cluster with --local.");
        assertThat(cells.get(1).error())
                .isEqualTo(
                        "ClusterException: There is no way to Kubernetes context \"nowhere\": the file \"" + kubeconfig
                                + "\" has no context \"nowhere\"; choose one of: dead. Correct that, or start the cluster with"
                                + " --local.");
    }

    @Test
    void a_python_that_is_not_there_is_told() throws Exception {
        List<Cell> cells = run(Map.of(), "KubeCluster.builder().python(\"/no/python\").start()");

        assertThat(cells.get(0).error())
                .startsWith("ClusterException: Cannot start pod \"dask-")
                .endsWith("Name a Python that has dask and distributed in KUBECLUSTER_PYTHON.");
    }
}
