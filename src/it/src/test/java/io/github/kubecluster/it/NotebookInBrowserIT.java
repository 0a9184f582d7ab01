package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a user does in JupyterLab with the keyboard, and sees there. One server, one browser, one notebook. */
@EnabledIf(value = "io.github.kubecluster.it.Chromium#isThere", disabledReason = "no Chromium is on the PATH")
class NotebookInBrowserIT {
    @TempDir
    static Path directory;

    @AutoClose
    static LabServer server;

    @AutoClose
    static Chromium chromium;

    static Page lab;

    @BeforeAll
    static void open() throws Exception {
        NotebookFile.write(directory.resolve("cells.ipynb"), "1 + 1");
        server = new LabServer(directory, Product.install(directory.resolve("jupyter")));
        chromium = new Chromium();
        lab = chromium.newPage();
        lab.setViewportSize(1300, 4000);
        lab.navigate(server.url("lab/tree/cells.ipynb"));
        awaitIdle();
        lab.locator(".jp-Notebook .jp-Cell").first().click();
        lab.keyboard().press("Shift+Enter");
        assertThat(output(lab.locator(".jp-Notebook .jp-Cell").first())).hasText("2");
    }

    @Test
    void a_cell_runs() {
        assertThat(output(run("6 * 7"))).hasText("42");
    }

    @Test
    void tab_completes_the_word() {
        type("StringBui");
        pressTab();
        assertThat(lab.locator(".jp-Completer")).containsText("StringBuilder");
        assertThat(lab.locator(".jp-Completer")).containsText("class");
        lab.keyboard().press("Enter");
        assertThat(lastCell().locator(".cm-content")).hasText("StringBuilder");
    }

    @Test
    void tab_completes_the_options_of_a_magic() {
        type("%kubecluster start --work");
        pressTab();
        assertThat(lab.locator(".jp-Completer")).containsText("--workers");
        lab.keyboard().press("Enter");
        assertThat(lastCell().locator(".cm-content")).hasText("%kubecluster start --workers");
    }

    @Test
    void shift_tab_tells_the_signature() {
        type("Math.floorMod(");
        lab.keyboard().press("Shift+Tab");
        assertThat(lab.locator(".jp-Tooltip")).containsText("int Math.floorMod(int x, int y)");
    }

    @Test
    void a_loop_that_does_not_end_is_interrupted() {
        Locator cell = run("int left = 1;\nSystem.out.println(\"loops\");\nwhile (true) Thread.onSpinWait();");
        assertThat(cell.locator(".jp-OutputArea-output").first()).containsText("loops");
        lab.locator("[data-command='notebook:interrupt-kernel']").first().click();
        assertThat(cell.locator(".jp-OutputArea-output").last()).containsText("The cell was interrupted.");
        assertThat(output(run("left + 1"))).hasText("2");
    }

    @Test
    void a_restart_begins_anew() {
        assertThat(output(run("int before = 1;\nbefore"))).hasText("1");
        lab.locator("[data-command='notebook:restart-kernel']").first().click();
        lab.locator(".jp-Dialog .jp-mod-accept").click();
        awaitIdle();
        assertThat(run("before").locator(".jp-OutputArea-output")).containsText("cannot find symbol");
    }

    @Test
    void a_question_has_a_box_for_the_answer() {
        Locator cell = run("\"Hello \" + input(\"Who? \")");
        Locator box = cell.locator(".jp-Stdin-input");
        assertThat(cell.locator(".jp-Stdin-prompt")).hasText("Who? ");
        box.fill("Ada");
        box.press("Enter");
        assertThat(output(cell)).hasText("Hello Ada");
    }

    @Test
    void a_bar_moves_while_the_loop_runs() throws IOException {
        Path early = directory.resolve("early");
        Path late = directory.resolve("late");
        Locator cell = run("for (var i : progress(20, \"steps\"))\n"
                + "    while (i == 8 && !Files.exists(Path.of(\"" + early + "\"))"
                + " || i == 16 && !Files.exists(Path.of(\"" + late + "\"))) Thread.sleep(20);");
        Locator bar = cell.locator("progress");
        assertThat(bar).hasAttribute("value", "0.4");
        Files.createFile(early);
        assertThat(bar).hasAttribute("value", "0.8");
        Files.createFile(late);
        assertThat(cell.locator(".jp-OutputArea-output")).containsText(Pattern.compile("steps +20 in "));
        assertThat(bar).hasCount(1);
    }

    @Test
    void records_are_rows_of_a_table() {
        Locator cell = run("record City(String name, int people) {}\n"
                + "List.of(new City(\"Oslo\", 700_000), new City(\"Rome\", 2_800_000))");
        assertThat(cell.locator("th")).hasText(new String[] {"name", "people"});
        assertThat(cell.locator("tbody tr").nth(1).locator("td")).hasText(new String[] {"Rome", "2800000"});
    }

    @Test
    void text_that_looks_like_html_stays_text() {
        Locator cell = run("record Note(String text) {}\n"
                + "List.of(new Note(\"<img src=x onerror='window.ran = true'><script>window.ran = true</script>\"))");
        assertThat(cell.locator("td"))
                .hasText("<img src=x onerror='window.ran = true'><script>window.ran = true</script>");
        assertThat(cell.locator("td img")).hasCount(0);
        assertThat(lab.evaluate("window.ran === undefined")).isEqualTo(true);
    }

    private static void awaitIdle() {
        lab.locator("#jp-main-statusbar >> text=/\\| Idle/").waitFor();
    }

    private static Locator run(String code) {
        Locator cell = type(code);
        lab.keyboard().press("Shift+Enter");
        return cell;
    }

    /** Types into the last cell, in the place of what a test before has left there. */
    private static Locator type(String code) {
        int number = lab.locator(".jp-Notebook .jp-Cell").count() - 1;
        Locator cell = lab.locator(".jp-Notebook .jp-Cell").nth(number);
        lab.keyboard().press("Escape");
        cell.locator(".cm-content").click();
        lab.keyboard().press("Control+A");
        lab.keyboard().press("Delete");
        lab.keyboard().insertText(code);
        return cell;
    }

    private static Locator lastCell() {
        return lab.locator(".jp-Notebook .jp-Cell").last();
    }

    private static Locator output(Locator cell) {
        return cell.locator(".jp-OutputArea-executeResult .jp-OutputArea-output");
    }

    /** JupyterLab drops an answer that comes later than a second after the key, as a cold compiler's may. */
    private static void pressTab() {
        lab.keyboard().press("Tab");
        try {
            lab.locator(".jp-Completer-item").first().waitFor(new Locator.WaitForOptions().setTimeout(5_000));
        } catch (TimeoutError e) {
            lab.keyboard().press("Tab");
        }
    }
}
