package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user sees, sizes and closes a cluster of local processes by its widget in JupyterLab. One cluster; each check gives it the
 * size that it needs, so a check can be run alone.
 */
@EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterWidgetInBrowserIT {
    static final int A_MINUTE_IN_MILLIS = 60_000;
    static final String NAME = "seen-" + UUID.randomUUID().toString().substring(0, 8);
    static final int START = 1;
    static final int SHOW = 2;
    static final int WAIT = 3;
    static final int WAIT_FOR_ONE = 4;
    static final int LIST = 5;
    static final int WATCH = 6;
    static final int PYTHON = 7;
    static final int ENDLESS_PYTHON = 8;

    @TempDir
    static Path directory;

    static Map<String, String> environment;

    @AutoClose
    static LabServer server;

    @AutoClose
    static Chromium chromium;

    static LabNotebook lab;

    @BeforeAll
    static void open() throws Exception {
        environment = new HashMap<>(Product.install(directory.resolve("jupyter")));
        environment.put("KUBECLUSTER_RUNTIME", "local");
        Files.copy(Product.NOTEBOOKS.resolve("worker-spec.yml"), directory.resolve("worker-spec.yml"));
        NotebookFile.write(
                file(),
                "%kubecluster start worker-spec.yml --workers 1 --name " + NAME,
                "cluster",
                "while (!Files.exists(Path.of(\"go\"))) Thread.sleep(100);\n\"went on\"",
                "while (cluster.status().ready() > 1) Thread.sleep(100);\n\"one\"",
                "%kubecluster list",
                "watch(cluster.client().map(\"time.sleep\", List.of(6, 6.1, 6.2, 6.3)));",
                "%%dask\nimport time\n"
                        + "total = sum(client.gather(client.map(lambda x: time.sleep(1) or x, range(6))))\ntotal",
                "%%dask\nclient.gather(client.map(lambda x: time.sleep(600), range(5)))");
        server = new LabServer(directory, environment);
        chromium = new Chromium();
        lab = LabNotebook.open(chromium, server, "lab/tree/cluster.ipynb");
        lab.run(START);
        assertThat(lab.cell(START)).containsText(sized(1));
    }

    @Test
    @Order(1)
    void check_01_a_fresh_cluster_has_name_state_link_counts_bars_and_tabs() {
        assertThat(lab.cell(START)).containsText("Dask cluster " + NAME + " ● running");
        assertThat(lab.cell(START)).containsText(sized(1));
        assertThat(lab.cell(START).locator("a[href$='/status']")).isVisible();
        assertThat(lab.cell(START).locator(".widget-hprogress")).hasCount(2);
        assertThat(lab.cell(START).locator("[role=tab]")).hasText(new String[] {"Workers", "Scaling", "Events"});
        assertThat(lab.cell(START).locator("td:text-matches('^\\\\d+ %$')")).hasCount(1);
        assertThat(lab.complaints().stream().filter(text -> text.contains("widget")))
                .isEmpty();
        LabNotebook.screenshot(lab.cell(START), "cluster-widget-fresh");
    }

    @Test
    @Order(8)
    void check_08_a_click_while_a_cell_runs_is_answered_and_the_kernel_counts_as_busy() throws Exception {
        scale(1);
        lab.tab(SHOW, "Workers").click();
        lab.button(SHOW, "Show log").click();
        assertThat(lab.cell(SHOW)).containsText("distributed.worker");
        lab.run(WAIT);
        lab.tab(SHOW, "Scaling").click();
        lab.field(SHOW, "Workers").fill("2");
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText(Pattern.compile("2 workers are ready; asked for at [\\d:]+\\."));
        assertThat(lab.status()).containsText("| Busy");
        LabNotebook.screenshot(lab.cell(SHOW), "cluster-widget-scaling");
        Files.createFile(directory.resolve("go"));
        assertThat(lab.cell(WAIT)).containsText("went on");
        assertThat(lab.cell(START)).containsText(sized(2));
        assertThat(lab.cell(SHOW))
                .containsText(Pattern.compile("Last change: [\\d:]+, from 1 to 2 workers, asked for by hand\\."));
        lab.tab(SHOW, "Events").click();
        assertThat(lab.cell(SHOW)).containsText("Asked for 2 workers.");
        assertThat(lab.cell(SHOW)).containsText("1 -> 2 workers: asked for by hand");
    }

    @Test
    @Order(9)
    void check_09_after_a_reload_the_same_widget_is_there_and_works() {
        scale(2);
        lab.save(file(), "widget-view+json");
        lab.page().reload();
        assertThat(lab.cell(SHOW)).containsText(sized(2));
    }

    @Test
    @Order(10)
    void check_10_after_a_reload_while_a_cell_runs_it_is_there_before_the_cell_ends() {
        scale(2);
        lab.run(WAIT_FOR_ONE);
        assertThat(lab.status()).containsText("| Busy");
        lab.page().reload();
        assertThat(lab.cell(SHOW)).containsText(sized(2));
        lab.tab(SHOW, "Scaling").click();
        lab.field(SHOW, "Workers").fill("1");
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText(sized(1));
        lab.awaitIdle();
    }

    @Test
    @Order(11)
    void check_02_workers_that_a_terminal_asks_for_are_seen_without_running_a_cell() throws Exception {
        scale(1);
        Finished scaled = Finished.run(environment, Product.command("scale", "2", "--cluster", NAME));
        assertThat(scaled.exitCode()).as(scaled.output()).isZero();
        assertThat(lab.cell(SHOW)).containsText(sized(2));
        lab.tab(SHOW, "Workers").click();
        assertThat(lab.cell(SHOW).locator("td:text-is('● ready')")).hasCount(2);
    }

    @Test
    @Order(12)
    void check_12_two_browsers_share_what_is_typed_and_not_which_tab_is_open() {
        scale(2);
        lab.tab(SHOW, "Workers").click();
        lab.save(file(), "widget-view+json");
        LabNotebook second = LabNotebook.open(chromium, server, "lab/workspaces/second/tree/cluster.ipynb");
        assertThat(second.cell(SHOW)).containsText(sized(2));
        second.tab(SHOW, "Scaling").click();
        assertThat(lab.tab(SHOW, "Workers")).hasAttribute("aria-selected", "true");
        lab.tab(SHOW, "Scaling").click();
        lab.field(SHOW, "Workers").fill("1");
        lab.field(SHOW, "Workers").press("Enter");
        assertThat(second.field(SHOW, "Workers")).hasValue("1");
        second.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText(sized(1));
        second.close();
    }

    @Test
    @Order(13)
    void check_13_a_view_beside_the_notebook_lives_on_its_own() {
        scale(1);
        lab.cell(SHOW).locator(".jp-InputPrompt").click();
        lab.command("notebook:create-output-view", "{}");
        Locator view = lab.page().locator(".jp-LinkedOutputView");
        assertThat(view).containsText("Dask cluster " + NAME + " ● running");
        lab.page()
                .locator(".lm-TabBar-tab:has-text('Output View') .lm-TabBar-tabCloseIcon")
                .click();
        assertThat(view).hasCount(0);
        lab.tab(SHOW, "Workers").click();
        lab.button(SHOW, "Show log").click();
        assertThat(lab.cell(SHOW)).containsText("distributed.worker");
    }

    @Test
    @Order(14)
    void the_list_tells_of_the_cluster_and_asks_before_it_deletes_one() {
        lab.run(LIST);
        assertThat(lab.cell(LIST).locator("td:text-is('" + NAME + "')")).hasCount(1);
        assertThat(lab.button(LIST, "Yes, delete all of it")).isHidden();
        lab.button(LIST, "Stop cluster").click();
        lab.button(LIST, "No").click();
        assertThat(lab.button(LIST, "Yes, delete all of it")).isHidden();
        lab.button(LIST, "Look again").click();
        assertThat(lab.cell(LIST).locator("td:text-is('" + NAME + "')")).hasCount(1);
    }

    @Test
    @Order(15)
    void tasks_that_are_watched_have_a_bar_and_leave_a_line() {
        lab.run(WATCH);
        assertThat(lab.cell(WATCH)).containsText("0 of 4 finished");
        assertThat(lab.cell(WATCH).locator(".widget-hprogress")).hasCount(1);
        assertThat(lab.cell(WATCH)).containsText(Pattern.compile("4 of 4 finished in \\d+\\.\\d s"));
        assertThat(lab.cell(WATCH).locator(".widget-hprogress")).hasCount(0);
    }

    @Test
    @Order(16)
    void a_cell_of_python_has_a_bar_with_a_button_that_cancels_and_leaves_a_line() {
        lab.run(PYTHON);
        assertThat(lab.cell(PYTHON)).containsText("of 6 finished");
        assertThat(lab.cell(PYTHON).locator(".widget-hprogress")).hasCount(1);
        assertThat(lab.cell(PYTHON)).containsText(Pattern.compile("6 of 6 finished in \\d+\\.\\d s"));
        assertThat(lab.cell(PYTHON).locator(".jp-OutputArea-executeResult")).containsText("15");
        assertThat(lab.cell(PYTHON).locator(".widget-hprogress")).hasCount(0);

        lab.run(ENDLESS_PYTHON);
        lab.button(ENDLESS_PYTHON, "Cancel").click();
        assertThat(lab.cell(ENDLESS_PYTHON)).containsText("Cancelled 5 futures of this cell that had no result yet.");
        assertThat(lab.cell(ENDLESS_PYTHON)).containsText("KeyboardInterrupt");
        assertThat(lab.cell(ENDLESS_PYTHON))
                .containsText(Pattern.compile("0 of 5 finished, 5 cancelled in \\d+\\.\\d s"));
        lab.awaitIdle();
    }

    @Test
    @Order(20)
    void check_20_a_quiet_cluster_sends_nothing_for_a_minute() {
        lab.run(SHOW);
        lab.awaitIdle();
        assertThat(lab.cell(SHOW)).containsText("registered");
        lab.page().waitForTimeout(A_MINUTE_IN_MILLIS / 6);
        int before = lab.heard().size();
        lab.page().waitForTimeout(A_MINUTE_IN_MILLIS);
        assertThat(lab.heard().size() - before).isLessThanOrEqualTo(2);
    }

    @Test
    @Order(21)
    void check_16_two_clicks_close_the_cluster_and_a_card_stays_that_needs_no_kernel() throws Exception {
        lab.run(SHOW);
        lab.button(SHOW, "Close cluster").click();
        assertThat(lab.button(SHOW, "Yes, delete all of it")).isVisible();
        assertThat(lab.cell(SHOW)).containsText("● running");
        lab.button(SHOW, "Yes, delete all of it").click();
        assertThat(lab.cell(SHOW).locator(".widget-box")).hasCount(0);
        assertThat(lab.cell(SHOW)).containsText("closed");
        assertThat(lab.cell(START)).containsText("closed");
        LabNotebook.screenshot(lab.cell(SHOW), "cluster-widget-closed");
        lab.button(LIST, "Look again").click();
        assertThat(lab.cell(LIST).locator("td:text-is('" + NAME + "')")).hasCount(0);
        lab.save(file(), "closed");

        Files.copy(file(), directory.resolve("later.ipynb"));
        LabNotebook later = LabNotebook.open(chromium, server, "lab/workspaces/later/tree/later.ipynb");
        assertThat(later.cell(SHOW)).containsText("closed");
        assertThat(later.cell(SHOW)).not().containsText("Error displaying widget");
        later.close();
        Finished html = Finished.run(
                environment,
                List.of(
                        Product.BIN.resolve("jupyter").toString(),
                        "nbconvert",
                        "--to",
                        "html",
                        "--stdout",
                        file().toString()));
        assertThat(html.output()).contains("Dask cluster " + NAME).doesNotContain("model not found");
    }

    /** Gives the cluster {@code workers} by its widget, and waits until no other is left. */
    private static void scale(int workers) {
        lab.run(SHOW);
        lab.tab(SHOW, "Scaling").click();
        lab.field(SHOW, "Workers").fill(Integer.toString(workers));
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText(sized(workers));
        assertThat(lab.cell(SHOW).locator("select option")).hasCount(workers);
    }

    /** Returns how the widget tells that {@code workers} are there. */
    private static String sized(int workers) {
        return "%1$d wanted, %1$d created, %1$d running, %1$d registered".formatted(workers);
    }

    private static Path file() {
        return directory.resolve("cluster.ipynb");
    }
}
