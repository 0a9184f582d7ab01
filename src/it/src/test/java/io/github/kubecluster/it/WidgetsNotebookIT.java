package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Widgets in a notebook that nobody looks at. */
class WidgetsNotebookIT {
    @TempDir
    Path jupyter;

    @Test
    void the_notebook_of_widgets_runs_unattended() throws Exception {
        ExecutedNotebook notebook =
                ExecutedNotebook.run(Product.NOTEBOOKS.resolve("widgets.ipynb"), Product.install(jupyter));

        assertThat(notebook.cells()).allSatisfy(cell -> assertThat(cell.error()).isEmpty());
        ExecutedNotebook.Cell slider = notebook.cell("var slider");
        assertThat(slider.shown("text/plain"))
                .containsExactly("IntSlider(description=Workers, min=0, max=10, value=3, step=1)");
        JsonObject view = slider.outputs()
                .get(0)
                .getAsJsonObject("data")
                .getAsJsonObject("application/vnd.jupyter.widget-view+json");
        assertThat(view.get("version_major").getAsInt()).isEqualTo(2);
        assertThat(view.get("model_id").getAsString()).isNotEmpty();
        assertThat(notebook.cell("slider.value(7)").shown("text/plain")).containsExactly("7");
        assertThat(notebook.cell("place.value(\"kubernetes\")").shown("text/plain"))
                .containsExactly("kubernetes with 4");
        assertThat(notebook.cell("log.text()").shown("text/plain"))
                .singleElement()
                .asString()
                .startsWith("printed in a place of its own\n");
    }
}
