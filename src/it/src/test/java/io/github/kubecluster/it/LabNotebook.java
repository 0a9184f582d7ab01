package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A notebook that is open in JupyterLab or in Notebook 7, as a user handles and sees it. */
final class LabNotebook {
    private static final int BUSY_ECHO_IDLE = 3;

    private final List<Integer> heard = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Page page;

    private LabNotebook(Page page) {
        this.page = page;
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onWebSocket(socket -> socket.onFrameReceived(this::hear));
    }

    /**
     * Opens what {@code path} leads to, such as {@code lab/tree/cells.ipynb}, or {@code notebooks/cells.ipynb} in Notebook 7, in a
     * browser of its own.
     */
    static LabNotebook open(Chromium chromium, LabServer server, String path) {
        return open(chromium, server, path, context -> {});
    }

    static LabNotebook open(Chromium chromium, LabServer server, String path, Consumer<BrowserContext> beforehand) {
        BrowserContext context = chromium.newContext();
        beforehand.accept(context);
        LabNotebook notebook = on(context.newPage());
        notebook.page.navigate(server.url(path));
        notebook.awaitIdle();
        return notebook;
    }

    /** Returns the notebook that will be opened on {@code page}. */
    static LabNotebook on(Page page) {
        page.setViewportSize(1300, 1500);
        return new LabNotebook(page);
    }

    Page page() {
        return page;
    }

    /** Returns what the page has complained of. */
    List<String> complaints() {
        return complaints;
    }

    /** Returns the sizes in bytes of what the kernel has published to this page so far. */
    List<Integer> heard() {
        return heard;
    }

    void close() {
        page.context().close();
    }

    void awaitIdle() {
        if (page.url().contains("/notebooks/")) {
            assertThat(page.locator(".jp-Notebook-ExecutionIndicator")).hasAttribute("data-status", "idle");
        } else {
            assertThat(status()).containsText("| Idle");
        }
    }

    Locator status() {
        return page.locator("#jp-main-statusbar");
    }

    /** Returns a cell, counted from 1. */
    Locator cell(int number) {
        return page.locator(".jp-Notebook .jp-Cell").nth(number - 1);
    }

    /** Returns what stands below a cell. */
    Locator output(int number) {
        return cell(number).locator(".jp-OutputArea-output");
    }

    void run(int number) {
        cell(number).locator(".jp-InputPrompt").click();
        page.keyboard().press("Shift+Enter");
    }

    Locator tab(int cell, String title) {
        return cell(cell).locator("[role=tab]:has-text('" + title + "')");
    }

    Locator field(int cell, String label) {
        return cell(cell).locator(".widget-text:has(.widget-label:text-is('" + label + "')) input");
    }

    Locator button(int cell, String label) {
        return cell(cell).locator("button.widget-button:text-is('" + label + "')");
    }

    /** Types {@code text} into a field and waits until the kernel has taken it: JupyterLab lets a click overtake a second change. */
    void type(int cell, String label, String text) {
        if (!field(cell, label).inputValue().equals(text)) {
            int before = heard.size();
            field(cell, label).fill(text);
            field(cell, label).press("Enter");
            page.waitForCondition(() -> heard.size() >= before + BUSY_ECHO_IDLE);
        }
    }

    /** Begins a command of JupyterLab, as its menus do. */
    void command(String id, String arguments) {
        page.evaluate("void window.jupyterapp.commands.execute('" + id + "', " + arguments + ")");
    }

    /** Saves the notebook to {@code file}, and waits until that holds {@code text}. */
    void save(Path file, String text) {
        cell(1).locator(".jp-InputPrompt").click();
        page.keyboard().press("Control+S");
        await("the notebook is saved")
                .atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(file).contains(text));
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(picture(name)));
    }

    static void screenshot(Locator part, String name) {
        part.screenshot(new Locator.ScreenshotOptions().setPath(picture(name)));
    }

    private static Path picture(String name) {
        return Product.ROOT
                .resolve("src")
                .resolve("it")
                .resolve("target")
                .resolve("screenshots")
                .resolve(name + ".png");
    }

    private void hear(WebSocketFrame frame) {
        byte[] bytes = frame.binary() == null ? frame.text().getBytes(StandardCharsets.UTF_8) : frame.binary();
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains("iopub")) {
            heard.add(bytes.length);
        }
    }
}
