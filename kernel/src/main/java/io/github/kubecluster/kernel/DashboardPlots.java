package io.github.kubecluster.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import io.github.kubecluster.jupyter.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** The plots of a dashboard that stand on pages of their own ({@code individual-plots.json} of distributed). */
final class DashboardPlots {
    private DashboardPlots() {}

    /**
     * Asks a dashboard for its plots.
     *
     * @param dashboard its root as this process reaches it
     * @return their pages by name, such as {@code /individual-task-stream} by {@code task-stream}
     * @throws IllegalStateException if it does not answer within the limit
     */
    static SortedMap<String, String> of(URI dashboard, Duration limit) {
        URI list = dashboard.resolve("/individual-plots.json");
        try {
            URLConnection connection = list.toURL().openConnection();
            connection.setConnectTimeout((int) limit.toMillis());
            connection.setReadTimeout((int) limit.toMillis());
            try (InputStream answer = connection.getInputStream()) {
                return named(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | JsonParseException e) {
            throw new IllegalStateException(
                    "The dashboard at " + dashboard + " does not tell its plots: " + e.getMessage()
                            + ". Look whether the scheduler runs: %kubecluster status.",
                    e);
        }
    }

    /** Returns the address of a plot's page for the browser, to which {@code link} leads. */
    static String address(String link, String page) {
        return URI.create(link).resolve(page.replaceFirst("^/", "")).toString();
    }

    private static SortedMap<String, String> named(String answer) {
        SortedMap<String, String> plots = new TreeMap<>();
        for (JsonElement each : Json.parse(answer).asMap().values()) {
            String page = each.getAsString();
            plots.put(page.replaceFirst("^.*/(individual-)?", "").replaceFirst("\\.html$", ""), page);
        }
        return plots;
    }
}
