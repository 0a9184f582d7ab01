package io.github.kubecluster.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The system's Chromium, driven by Playwright. What is waited for in its pages and asserted of them has two minutes. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final double TWO_MINUTES_IN_MILLIS = 120_000;

    private final Playwright driver =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = driver.chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(program().orElseThrow())
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));

    Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(TWO_MINUTES_IN_MILLIS);
    }

    static Optional<Path> program() {
        return Product.program(NAMES);
    }

    /** For {@code @EnabledIf}. */
    static boolean isThere() {
        return program().isPresent();
    }

    /** Returns the pages of somebody who shares nothing with others. */
    BrowserContext newContext() {
        BrowserContext context = browser.newContext();
        context.setDefaultTimeout(TWO_MINUTES_IN_MILLIS);
        return context;
    }

    /** Returns the first page of somebody who shares nothing with others. */
    Page newPage() {
        return newContext().newPage();
    }

    @Override
    public void close() {
        driver.close();
    }
}
