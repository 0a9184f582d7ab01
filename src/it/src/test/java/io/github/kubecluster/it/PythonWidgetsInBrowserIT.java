package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Widgets that Python makes in {@code %%dask} cells work in JupyterLab as in a notebook of Python. */
@EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
class PythonWidgetsInBrowserIT {
    static final int START = 1;
    static final int SHOW = 2;
    static final int LATER = 3;
    static final int TELL = 4;

    @TempDir
    static Path directory;

    @Test
    void they_answer_capture_output_change_by_threads_and_are_there_after_a_reload() throws Exception {
        Map<String, String> environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.put("KUBECLUSTER_RUNTIME", "local");
        Path file = directory.resolve("python.ipynb");
        NotebookFile.write(
                file, "%kubecluster start --workers 0", """
                %%dask
                import ipywidgets as w
                name = w.Text(description="name")
                press = w.Button(description="Press")
                said = w.Label("not yet")
                output = w.Output()
                def pressed(button):
                    said.value = "pressed by " + name.value
                    with output:
                        print("printed within")
                    print("printed beside")
                press.on_click(pressed)
                w.VBox([name, press, said, output])""", """
                %%dask
                import os, threading, time
                def later():
                    while not os.path.exists("go"): time.sleep(0.05)
                    said.value = "by a thread"
                threading.Thread(target=later).start()""", "%%dask\nprint(name.value, '/', said.value)");
        try (LabServer server = new LabServer(directory, environment);
                Chromium chromium = new Chromium()) {
            LabNotebook lab = LabNotebook.open(chromium, server, "lab/tree/python.ipynb");
            lab.run(START);
            lab.awaitIdle();
            lab.run(SHOW);
            lab.type(SHOW, "name", "Ann");
            lab.button(SHOW, "Press").click();
            assertThat(lab.cell(SHOW).locator(".widget-label:text-is('pressed by Ann')"))
                    .isVisible();
            assertThat(lab.cell(SHOW).locator(".widget-output")).containsText("printed within");
            lab.run(LATER);
            lab.awaitIdle();
            lab.save(file, "widget-view+json");
            lab.page().reload();
            assertThat(lab.field(SHOW, "name")).hasValue("Ann");
            assertThat(lab.cell(SHOW).locator(".widget-label:text-is('pressed by Ann')"))
                    .isVisible();
            Files.createFile(directory.resolve("go"));
            assertThat(lab.cell(SHOW).locator(".widget-label:text-is('by a thread')"))
                    .isVisible();
            lab.type(SHOW, "name", "Bob");
            lab.button(SHOW, "Press").click();
            assertThat(lab.cell(SHOW).locator(".widget-label:text-is('pressed by Bob')"))
                    .isVisible();
            lab.run(TELL);
            assertThat(lab.cell(TELL)).containsText("Bob / pressed by Bob");
        }
    }
}
