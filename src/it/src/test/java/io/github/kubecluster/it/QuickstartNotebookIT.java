package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The story that the quickstart tells, on both places. */
class QuickstartNotebookIT {
    @TempDir
    Path jupyter;

    @Test
    void the_quickstart_notebook_runs_on_local_processes() throws Exception {
        ExecutedNotebook notebook = run(Map.of("KUBECLUSTER_RUNTIME", "local"));

        assertThat(card(notebook)).contains("local processes with " + Product.PYTHON);
        assertThat(card(notebook)).contains("(KUBECLUSTER_RUNTIME is &quot;local&quot;)");
        assertStory(notebook, "tcp");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "kubernetes.context",
            matches = ".+",
            disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
    void the_quickstart_notebook_runs_on_kubernetes() throws Exception {
        String context = System.getProperty("kubernetes.context");

        ExecutedNotebook notebook = run(Map.of("KUBECLUSTER_KUBERNETES_CONTEXT", context));

        assertThat(card(notebook))
                .contains("Kubernetes context &quot;" + context + "&quot;, namespace &quot;default&quot;");
        assertStory(notebook, "tls");
    }

    ExecutedNotebook run(Map<String, String> place) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Product.install(jupyter));
        environment.putAll(place);
        return ExecutedNotebook.run(Product.NOTEBOOKS.resolve("quickstart.ipynb"), environment);
    }

    static String card(ExecutedNotebook notebook) {
        return notebook.cell("%kubecluster start").shown("text/html").get(0);
    }

    static void assertStory(ExecutedNotebook notebook, String scheme) {
        assertThat(card(notebook))
                .contains("Dask cluster dask-")
                .contains(scheme + "://")
                .containsPattern("<a href=\"http://127\\.0\\.0\\.1:\\d+/status\"")
                .contains("wanted");
        assertThat(notebook.cell("%kubecluster start").shown("text/plain")).hasSize(1);
        assertThat(notebook.cell("scaleUp(3)").printed()).contains("of 3 workers are ready. Waiting for dask-");
        assertThat(notebook.cell("\"operator.add\", 1, 2").shown("text/plain")).containsExactly("3");
        assertThat(notebook.cell("array.mean()").shown("text/plain")).endsWith("1.0");
        assertThat(notebook.cell("client.map").printed()).contains("workers ready: 3");
        assertThat(notebook.cells().get(notebook.cells().size() - 2).printed()).endsWith("workers ready: 1\n");
        assertThat(notebook.cell("%kubecluster close").printed())
                .matches("Cluster \"dask-[a-z0-9-]+\" is closed; nothing of it is left\\.\n");
    }
}
