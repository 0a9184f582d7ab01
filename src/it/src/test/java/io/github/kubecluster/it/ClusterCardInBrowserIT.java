package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A cluster in a JupyterLab that has no widgets. */
@EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
class ClusterCardInBrowserIT {
    @TempDir
    Path directory;

    @Test
    void check_15_without_widgets_a_card_follows_the_cluster_and_tells_what_sizes_it() throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.put("KUBECLUSTER_RUNTIME", "local");
        Path settings = Files.createDirectories(
                Path.of(environment.get("JUPYTER_CONFIG_DIR")).resolve("labconfig"));
        Files.writeString(
                settings.resolve("page_config.json"),
                "{\"disabledExtensions\": {\"@jupyter-widgets/jupyterlab-manager\": true}}");
        Files.copy(Product.NOTEBOOKS.resolve("worker-spec.yml"), directory.resolve("worker-spec.yml"));
        NotebookFile.write(
                directory.resolve("card.ipynb"),
                "%kubecluster start worker-spec.yml --workers 0 --name carded-"
                        + UUID.randomUUID().toString().substring(0, 8),
                "cluster.scaleUp(1);",
                "%kubecluster close");
        try (LabServer server = new LabServer(directory, environment);
                Chromium chromium = new Chromium()) {
            LabNotebook lab = LabNotebook.open(chromium, server, "lab/tree/card.ipynb");
            lab.run(1);
            assertThat(lab.cell(1)).containsText("0 ready, 0 wanted");
            assertThat(lab.cell(1)).containsText("%kubecluster scale N");
            lab.run(2);
            assertThat(lab.cell(1)).containsText("1 ready, 1 wanted");
            assertThat(lab.cell(1)).not().containsText("Error displaying widget");
            lab.run(3);
            assertThat(lab.cell(1)).containsText("closed");
            assertThat(lab.cell(1)).not().containsText("%kubecluster scale N");
            assertThat(Files.readString(directory.resolve("lab.log"))).doesNotContain("Exception");
        }
    }
}
