package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Computing in Java and in Python: both say the same. */
class ComputingNotebookIT {
    private static final String SUMS = """
            name    x
            ────  ───
            a     4.0
            b     6.0""";

    @TempDir
    Path jupyter;

    @Test
    void java_and_python_compute_the_same_on_local_processes() throws Exception {
        assertResults(Map.of("KUBECLUSTER_RUNTIME", "local"));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "kubernetes.context",
            matches = ".+",
            disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
    void java_and_python_compute_the_same_on_kubernetes() throws Exception {
        assertResults(Map.of("KUBECLUSTER_KUBERNETES_CONTEXT", System.getProperty("kubernetes.context")));
    }

    private void assertResults(Map<String, String> place) throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(jupyter));
        environment.putAll(place);
        ExecutedNotebook notebook = ExecutedNotebook.run(Product.NOTEBOOKS.resolve("computing.ipynb"), environment);

        assertThat(notebook.cells()).allSatisfy(cell -> assertThat(cell.error()).isEmpty());
        assertThat(notebook.cell("module(\"dask.array\")").shown("text/plain")).containsExactly("1.0");
        assertThat(notebook.cell("import dask.array").shown("text/plain")).endsWith("1.0");
        assertThat(notebook.cell("builtins:str.split").shown("text/plain")).containsExactly("4");
        assertThat(notebook.cell("-o counts").shown("text/plain")).endsWith("[('the', 4), ('mat', 3), ('a', 2)]");
        assertThat(notebook.cell("counts.equals").shown("text/plain")).containsExactly("true");
        assertThat(notebook.cell("IntStream").shown("text/plain")).containsExactly("3.1400575");
        assertThat(notebook.cell("estimate == pi").shown("text/plain")).containsExactly("true");
        assertThat(notebook.cell("module(\"dask.dataframe\")").shown("text/plain"))
                .containsExactly(SUMS);
        assertThat(notebook.cell("-o totals").shown("text/plain"))
                .last()
                .asString()
                .contains("a    4.0");
        assertThat(notebook.cells().get(notebook.cells().size() - 2).shown("text/plain"))
                .containsExactly(SUMS);
    }
}
