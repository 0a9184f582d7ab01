package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Widgets in JupyterLab as a user has them: one server, one notebook, in which each test goes on where the last ended. */
@EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WidgetsInBrowserIT {
    @TempDir
    static Path directory;

    @AutoClose
    static LabServer server;

    @AutoClose
    static Chromium chromium;

    static Page lab;

    @BeforeAll
    static void open() throws Exception {
        NotebookFile.write(
                directory.resolve("widgets.ipynb"),
                "var slider = IntSlider.of(0, 10).description(\"Workers\");\n"
                        + "var log = Output.of();\n"
                        + "var button = Button.of(\"Scale\").onClick(() -> log.run(() ->"
                        + " System.out.println(\"scaled to \" + slider.value())));\n"
                        + "slider.onChange(value -> System.out.println(\"moved to \" + value));\n"
                        + "VBox.of(slider, button, log)",
                "slider.value(4);",
                "while (slider.value() < 6) Thread.sleep(20);\n\"went on at \" + slider.value()",
                "while (slider.value() < 9) Thread.sleep(20);\n\"went on at \" + slider.value()");
        server = new LabServer(directory, Product.install(directory.resolve("jupyter")));
        chromium = new Chromium();
        lab = open("lab/tree/widgets.ipynb");
    }

    @Test
    @Order(1)
    void a_widget_is_shown_and_a_change_in_java_is_seen() {
        run(1);
        assertThat(readout(lab)).hasText("0");
        run(2);
        assertThat(readout(lab)).hasText("4");
        assertThat(cell(lab, 1)).containsText("moved to 4");
    }

    @Test
    @Order(2)
    void a_slider_that_is_moved_while_a_cell_runs_changes_the_value_in_java_and_the_kernel_counts_as_busy() {
        run(3);
        press(lab, "ArrowRight");
        assertThat(cell(lab, 1)).containsText("moved to 5");
        assertThat(status(lab)).containsText("| Busy");
        press(lab, "ArrowRight");
        assertThat(cell(lab, 3)).containsText("went on at 6");
    }

    @Test
    @Order(3)
    void a_click_prints_into_the_output_that_was_made_for_it() {
        button(lab).click();
        assertThat(output(lab)).hasText("scaled to 6");
    }

    @Test
    @Order(4)
    void a_second_browser_has_the_same_widget_and_both_follow_one_another() {
        save();
        Page second = open("lab/workspaces/second/tree/widgets.ipynb");
        assertThat(readout(second)).hasText("6");
        press(second, "ArrowRight");
        assertThat(readout(lab)).hasText("7");
        press(lab, "ArrowLeft");
        assertThat(readout(second)).hasText("6");
        second.context().close();
    }

    @Test
    @Order(5)
    void after_a_reload_the_widget_is_there_again_while_a_cell_runs() {
        run(4);
        assertThat(status(lab)).containsText("| Busy");
        lab.reload();
        assertThat(readout(lab)).hasText("6");
        assertThat(output(lab)).hasText("scaled to 6");
        press(lab, "ArrowRight");
        assertThat(readout(lab)).hasText("7");
        button(lab).click();
        assertThat(output(lab)).hasText("scaled to 6\nscaled to 7");
        press(lab, "End");
        assertThat(status(lab)).containsText("| Idle");
    }

    private static Page open(String path) {
        Page page = chromium.newPage();
        page.setViewportSize(1300, 2000);
        page.navigate(server.url(path));
        assertThat(status(page)).containsText("| Idle");
        return page;
    }

    private static void save() {
        cell(lab, 1).locator(".jp-InputPrompt").click();
        lab.keyboard().press("Control+S");
        await("the notebook is saved")
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        Files.readString(directory.resolve("widgets.ipynb")).contains("widget-view+json"));
    }

    private static void run(int number) {
        cell(lab, number).locator(".jp-InputPrompt").click();
        lab.keyboard().press("Shift+Enter");
    }

    private static void press(Page page, String key) {
        page.locator(".widget-slider .noUi-handle").press(key);
    }

    private static Locator status(Page page) {
        return page.locator("#jp-main-statusbar");
    }

    private static Locator cell(Page page, int number) {
        return page.locator(".jp-Notebook .jp-Cell").nth(number - 1);
    }

    private static Locator readout(Page page) {
        return page.locator(".widget-slider .widget-readout");
    }

    private static Locator button(Page page) {
        return page.locator("button.widget-button");
    }

    private static Locator output(Page page) {
        return page.locator(
                ".jp-OutputArea-output .widget-output .jp-OutputArea-output, .widget-box .jp-OutputArea-output");
    }
}
