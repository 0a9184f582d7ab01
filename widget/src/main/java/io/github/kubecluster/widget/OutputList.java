package io.github.kubecluster.widget;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Outputs as notebooks have them (nbformat 4, "Code cell outputs"), the latest of them. Thread-safe. */
final class OutputList {
    private static final int MOST_OUTPUTS = 200;
    private static final int MOST_CHARACTERS = 100_000;
    private static final String CUT = "…";

    private record Entry(JsonObject output, Optional<String> displayId) {
        String type() {
            return Json.text(output, "output_type").orElse("");
        }

        String text() {
            return switch (type()) {
                case "stream" -> Json.text(output, "text").orElse("");
                case "error" -> Json.text(output, "evalue").orElse("");
                default -> Json.text(Json.member(output, "data"), "text/plain").orElse("");
            };
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private boolean cleared;

    /** Takes the content of a message of this type. */
    synchronized void take(String type, JsonObject content) {
        Optional<String> id = Json.text(Json.member(content, "transient"), "display_id");
        switch (type) {
            case "clear_output" -> clear(Json.flag(content, "wait", false));
            case "stream" -> print(content);
            case "update_display_data" ->
                entries.replaceAll(
                        entry -> id.isPresent() && entry.displayId().equals(id) ? display(content, id) : entry);
            case "error" -> add(new Entry(typed("error", content), Optional.empty()));
            default -> add(display(content, id));
        }
    }

    synchronized void clear() {
        clear(false);
    }

    synchronized List<JsonObject> list() {
        return entries.stream().map(entry -> entry.output().deepCopy()).toList();
    }

    synchronized String text() {
        return entries.stream().map(Entry::text).collect(Collectors.joining());
    }

    /** @param wait whether what is there stays until something else comes */
    private void clear(boolean wait) {
        cleared = wait;
        if (!wait) {
            entries.clear();
        }
    }

    private void print(JsonObject content) {
        Entry last = entries.isEmpty() || cleared ? null : entries.get(entries.size() - 1);
        if (last != null
                && last.type().equals("stream")
                && Json.text(last.output(), "name").equals(Json.text(content, "name"))) {
            String text = last.text() + Json.text(content, "text").orElse("");
            last.output().addProperty("text", cut(text));
        } else {
            add(new Entry(typed("stream", content), Optional.empty()));
        }
    }

    private void add(Entry entry) {
        if (cleared || entries.size() == MOST_OUTPUTS) {
            entries.subList(0, cleared ? entries.size() : 1).clear();
        }
        cleared = false;
        entries.add(entry);
    }

    private static Entry display(JsonObject content, Optional<String> id) {
        JsonObject output = typed("display_data", content);
        output.remove("transient");
        return new Entry(output, id);
    }

    private static JsonObject typed(String type, JsonObject content) {
        JsonObject output = content.deepCopy();
        output.addProperty("output_type", type);
        return output;
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : CUT + text.substring(text.length() - MOST_CHARACTERS);
    }
}
