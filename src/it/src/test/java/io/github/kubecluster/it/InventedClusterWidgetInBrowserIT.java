package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The widget of a cluster in JupyterLab in states that no real cluster takes on request: cells of the notebook invent them. */
@EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
class InventedClusterWidgetInBrowserIT {
    static final int TEN_SECONDS_IN_MILLIS = 10_000;
    static final int CLUSTER = 1;
    static final int SHOW = 2;
    static final int FAIL = 3;
    static final int MEND = 4;
    static final int ATTACK = 5;
    static final int FLAP = 6;
    static final int BEAT = 7;
    static final int ASKED = 8;
    static final int MANY_UPDATES = 9;
    static final int LONGEST_MESSAGE = 64 << 10;
    static final int TWICE_A_SECOND = 20;
    static final int MOST_MESSAGES_OF_ONE_DRAWING = 9;

    @TempDir
    static Path directory;

    @AutoClose
    static LabServer server;

    @AutoClose
    static Chromium chromium;

    static LabNotebook lab;

    @BeforeAll
    static void open() throws Exception {
        String cluster;
        try (var text = InventedClusterWidgetInBrowserIT.class.getResourceAsStream("/invented_cluster.jsh")) {
            cluster = new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
        NotebookFile.write(directory.resolve("seventh.ipynb"), cluster, "widget.root()");
        NotebookFile.write(
                file(),
                cluster,
                "widget.root()",
                "widget.update(status(3, ready(\"w1\"), pending(\"w2\", \"image \\\"no/such:1\\\" cannot be had: not"
                        + " found\"), pending(\"w3\", \"Unschedulable: 0/3 nodes are available: 3 Insufficient cpu\")));",
                "widget.update(status(3, ready(\"w1\"), ready(\"w2\"), ready(\"w3\")));",
                "widget.update(status(1, pending(hostile, hostile)));\n"
                        + "happened.add(new ClusterEvent(Instant.now(), hostile, hostile));",
                "flap(200, Duration.ofSeconds(10));\n\"flapped\"",
                "swing(Duration.ofSeconds(10));\n\"swung\"",
                "asked.toString()",
                "grow(10);\n\"grows\"");
        server = new LabServer(directory, Product.install(directory.resolve("jupyter")));
        chromium = new Chromium();
        lab = LabNotebook.open(chromium, server, "lab/tree/invented.ipynb");
        lab.run(CLUSTER);
    }

    @BeforeEach
    void show() {
        lab.run(MEND);
        lab.run(SHOW);
        assertThat(lab.cell(SHOW)).containsText("3 wanted, 3 created, 3 running, 3 registered");
    }

    @Test
    void check_03_pods_that_fail_are_told_with_their_reasons_until_they_are_mended() {
        lab.run(FAIL);
        Locator banner = lab.cell(SHOW).locator(".widget-html li");
        assertThat(banner).hasText(new String[] {
            "1 × image \"no/such:1\" cannot be had: not found",
            "1 × Unschedulable: 0/3 nodes are available: 3 Insufficient cpu"
        });
        assertThat(lab.cell(SHOW).locator("td:text-is('◐ pending')")).hasCount(2);
        lab.tab(SHOW, "Workers").click();
        LabNotebook.screenshot(lab.cell(SHOW), "cluster-widget-failing");
        lab.run(MEND);
        assertThat(banner).hasCount(0);
        assertThat(lab.cell(SHOW).locator("td:text-is('● ready')")).hasCount(3);
    }

    @Test
    void check_04_what_is_typed_is_asked_for_once_and_told() {
        lab.tab(SHOW, "Scaling").click();
        lab.type(SHOW, "Workers", "7");
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText(Pattern.compile("7 workers are ready; asked for at [\\d:]+\\."));
        assertThat(lab.cell(SHOW)).containsText("By hand, 7 workers");
        assertAskedLast("scale 7");
    }

    @Test
    void check_05_what_is_typed_is_asked_for_without_the_enter_key() {
        lab.tab(SHOW, "Scaling").click();
        lab.field(SHOW, "Workers").click();
        lab.page().keyboard().press("Control+A");
        lab.page().keyboard().type("8");
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText("8 workers are ready");
        assertAskedLast("scale 8");
    }

    @Test
    void check_06_the_load_decides_and_does_not_and_bounds_without_sense_are_refused() {
        lab.tab(SHOW, "Scaling").click();
        adapt("2", "8");
        assertThat(lab.cell(SHOW)).containsText("The load decides now, between 2 and 8 workers");
        assertThat(lab.cell(SHOW)).containsText("Adaptive, from 2 to 8 workers");
        assertAskedLast("adapt 2 8");
        lab.button(SHOW, "Stop adapting").click();
        assertThat(lab.cell(SHOW)).containsText("By hand, 3 workers");
        adapt("9", "4");
        assertThat(lab.cell(SHOW)).containsText("the maximum is below the minimum");
    }

    @Test
    void check_07_a_refusal_stands_in_the_widget_which_goes_on() {
        lab.tab(SHOW, "Scaling").click();
        lab.field(SHOW, "Workers").fill("99");
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW))
                .containsText(
                        Pattern.compile("Asked for 99 workers at [\\d:]+: There is room for 20\\. Ask for fewer\\."));
        lab.field(SHOW, "Workers").fill("6");
        lab.button(SHOW, "Scale").click();
        assertThat(lab.cell(SHOW)).containsText("6 wanted, 6 created, 6 running, 6 registered");
    }

    @Test
    void check_11_after_a_reload_it_is_there_also_where_all_states_cannot_be_asked_for_at_once() {
        lab.save(file(), "widget-view+json");
        LabNotebook second = LabNotebook.open(
                chromium,
                server,
                "lab/workspaces/without-control/tree/invented.ipynb",
                context -> context.routeWebSocket(Pattern.compile(".*/channels.*"), socket -> dropControl(socket)));
        assertThat(second.cell(SHOW)).containsText("3 wanted, 3 created, 3 running, 3 registered");
        second.tab(SHOW, "Scaling").click();
        second.field(SHOW, "Workers").fill("5");
        second.button(SHOW, "Scale").click();
        assertThat(second.cell(SHOW)).containsText("5 wanted, 5 created, 5 running, 5 registered");
        // It stays open: Playwright cannot close a page whose WebSockets are routed.
    }

    @Test
    void check_14_hostile_texts_are_read_and_never_run() throws Exception {
        lab.run(ATTACK);
        assertThat(lab.cell(SHOW).locator(".widget-html li")).containsText("<img src=x onerror=");
        lab.tab(SHOW, "Events").click();
        assertThat(lab.cell(SHOW)
                        .locator("td:text-matches('<script>') >> visible=true")
                        .first())
                .isVisible();
        assertThat(lab.cell(SHOW).locator(".widget-html img, .widget-html script"))
                .hasCount(0);
        assertThat(lab.page().evaluate("window.attacked === undefined")).isEqualTo(true);
    }

    @Test
    void check_17_after_a_restart_of_the_kernel_a_new_widget_lives() {
        lab.command("notebook:restart-kernel", "{}");
        lab.page().locator(".jp-Dialog .jp-mod-accept").click();
        assertThat(lab.cell(SHOW).locator(".jupyter-widgets-disconnected").first())
                .isAttached();
        lab.awaitIdle();
        lab.run(CLUSTER);
        show();
        assertThat(lab.cell(SHOW).locator(".jupyter-widgets-disconnected")).hasCount(0);
        lab.run(FAIL);
        assertThat(lab.cell(SHOW).locator(".widget-html li")).hasCount(2);
    }

    @Test
    void it_works_in_notebook_7_and_is_there_again_after_a_reload() {
        LabNotebook seventh = LabNotebook.open(chromium, server, "notebooks/seventh.ipynb");
        seventh.run(CLUSTER);
        seventh.run(SHOW);
        assertThat(seventh.cell(SHOW)).containsText("3 wanted, 3 created, 3 running, 3 registered");
        seventh.tab(SHOW, "Scaling").click();
        seventh.type(SHOW, "Workers", "5");
        seventh.button(SHOW, "Scale").click();
        assertThat(seventh.cell(SHOW)).containsText("5 wanted, 5 created, 5 running, 5 registered");
        seventh.save(directory.resolve("seventh.ipynb"), "widget-view+json");
        seventh.page().reload();
        assertThat(seventh.cell(SHOW)).containsText("5 wanted, 5 created, 5 running, 5 registered");
        seventh.close();
    }

    @Test
    void check_18_all_text_is_readable_in_light_and_dark_and_nothing_leaves_a_frame_of_600_pixels() {
        lab.run(FAIL);
        assertThat(lab.cell(SHOW).locator(".widget-html li")).hasCount(2);
        for (String theme : List.of("JupyterLab Dark", "JupyterLab Light")) {
            lab.command("apputils:change-theme", "{theme: '" + theme + "'}");
            assertThat(lab.page().locator("body"))
                    .hasAttribute("data-jp-theme-light", String.valueOf(theme.endsWith("Light")));
            for (String tab : List.of("Events", "Workers", "Scaling")) {
                lab.tab(SHOW, tab).click();
                assertThat((List<?>) lab.cell(SHOW).evaluate(Readability.SCRIPT))
                        .as(theme + ", " + tab)
                        .isEmpty();
            }
            if (theme.endsWith("Dark")) {
                LabNotebook.screenshot(lab.cell(SHOW), "cluster-widget-dark");
            }
        }
        lab.page().setViewportSize(1000, 1500);
        assertThat((List<?>) lab.cell(SHOW).evaluate(Readability.OVERFLOW)).isEmpty();
        lab.page().setViewportSize(1300, 1500);
    }

    @Test
    void check_19_the_keyboard_alone_works_it_and_what_is_typed_survives_updates() {
        lab.tab(SHOW, "Workers").focus();
        lab.page().keyboard().press("ArrowRight");
        lab.page().keyboard().press("Enter");
        assertThat(lab.tab(SHOW, "Scaling")).hasAttribute("aria-selected", "true");
        lab.run(MANY_UPDATES);
        assertThat(lab.cell(MANY_UPDATES)).containsText("grows");
        lab.field(SHOW, "Workers").focus();
        lab.page().keyboard().press("Control+A");
        lab.page().keyboard().type("4");
        assertThat(lab.cell(SHOW)).containsText("13 registered");
        assertThat(lab.field(SHOW, "Workers")).isFocused();
        assertThat(lab.field(SHOW, "Workers")).hasValue("4");
        assertThat(lab.tab(SHOW, "Scaling")).hasAttribute("aria-selected", "true");
        lab.page().keyboard().press("Tab");
        assertThat(lab.button(SHOW, "Scale")).isFocused();
        lab.page().keyboard().press("Enter");
        assertThat(lab.cell(SHOW)).containsText("4 wanted, 4 created, 4 running, 4 registered");
    }

    @Test
    void check_20_two_hundred_flapping_pods_are_drawn_twice_a_second_at_most_and_figures_that_swing_not_at_all() {
        int quiet = lab.heard().size();
        lab.run(FLAP);
        assertThat(lab.cell(FLAP).locator(".jp-OutputArea-executeResult")).containsText("flapped");
        List<Integer> flapping = lab.heard().subList(quiet, lab.heard().size());
        assertThat(flapping).allSatisfy(size -> assertThat(size).isLessThan(LONGEST_MESSAGE));
        assertThat(flapping.size()).isLessThan(TWICE_A_SECOND * MOST_MESSAGES_OF_ONE_DRAWING);
        show();
        lab.page().waitForTimeout(TEN_SECONDS_IN_MILLIS / 2);
        int before = lab.heard().size();
        lab.run(BEAT);
        assertThat(lab.cell(BEAT).locator(".jp-OutputArea-executeResult")).containsText("swung");
        lab.awaitIdle();
        // busy, the input, the result, idle: what any cell sends
        assertThat(lab.heard().size() - before).isEqualTo(4);
    }

    private void adapt(String minimum, String maximum) {
        lab.type(SHOW, "Minimum", minimum);
        lab.type(SHOW, "Maximum", maximum);
        lab.button(SHOW, "Adapt").click();
    }

    private static void assertAskedLast(String what) {
        lab.run(ASKED);
        assertThat(lab.cell(ASKED).locator(".jp-OutputArea-executeResult"))
                .containsText(Pattern.compile("[\\[ ]" + what + "\\]"));
    }

    /** Passes all on but what is for the comm by which a page asks for all states. */
    private static void dropControl(WebSocketRoute page) {
        WebSocketRoute kernel = page.connectToServer();
        page.onMessage(frame -> {
            byte[] binary = frame.binary();
            String text = binary == null ? frame.text() : new String(binary, StandardCharsets.ISO_8859_1);
            if (text.contains("jupyter.widget.control")) {
                return;
            }
            if (binary == null) {
                kernel.send(text);
            } else {
                kernel.send(binary);
            }
        });
    }

    private static Path file() {
        return directory.resolve("invented.ipynb");
    }
}
