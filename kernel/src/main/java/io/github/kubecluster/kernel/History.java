package io.github.kubecluster.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Request;
import io.github.kubecluster.jupyter.RequestHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was run in this session (messaging specification, "History"). Thread-safe. */
final class History implements RequestHandler {
    private static final int SESSION = 1;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(int cell, String input) {
        JsonArray json(boolean output) {
            JsonArray json = new JsonArray();
            json.add(SESSION);
            json.add(cell);
            if (output) {
                JsonArray pair = new JsonArray();
                pair.add(input);
                pair.add((String) null);
                json.add(pair);
            } else {
                json.add(input);
            }
            return json;
        }
    }

    synchronized void add(int cell, String input) {
        entries.add(new Entry(cell, input));
    }

    @Override
    public JsonObject answer(Request request) {
        JsonObject asked = request.content();
        boolean output = Json.flag(asked, "output", false);
        JsonArray history = new JsonArray();
        entries(asked).forEach(entry -> history.add(entry.json(output)));
        JsonObject reply = new JsonObject();
        reply.add("history", history);
        return reply;
    }

    private List<Entry> entries(JsonObject asked) {
        return switch (Json.text(asked, "hist_access_type").orElse("tail")) {
            case "range" ->
                range(Json.number(asked, "session", 0), Json.number(asked, "start", 0), Json.number(asked, "stop", -1));
            case "search" ->
                tail(
                        search(Json.text(asked, "pattern").orElse("*"), Json.flag(asked, "unique", false)),
                        Json.number(asked, "n", -1));
            default -> tail(all(), Json.number(asked, "n", -1));
        };
    }

    private synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    private List<Entry> range(int session, int start, int stop) {
        if (session != 0 && session != SESSION) {
            return List.of();
        }
        return all().stream()
                .filter(entry -> entry.cell() >= start && (stop < 0 || entry.cell() < stop))
                .toList();
    }

    private List<Entry> search(String glob, boolean unique) {
        Pattern pattern = glob(glob);
        List<Entry> found = all().stream()
                .filter(entry -> pattern.matcher(entry.input()).matches())
                .toList();
        return unique ? latestOfEach(found) : found;
    }

    private static List<Entry> latestOfEach(List<Entry> entries) {
        Map<String, Entry> latest = new LinkedHashMap<>();
        for (Entry entry : entries) {
            latest.remove(entry.input());
            latest.put(entry.input(), entry);
        }
        return List.copyOf(latest.values());
    }

    private static List<Entry> tail(List<Entry> entries, int n) {
        return n < 0 ? entries : entries.subList(Math.max(0, entries.size() - n), entries.size());
    }

    /** In a pattern {@code *} stands for any characters and {@code ?} for one. */
    private static Pattern glob(String glob) {
        String regex = Pattern.compile("[*?]|[^*?]+")
                .matcher(glob)
                .replaceAll(part -> Matcher.quoteReplacement(
                        switch (part.group()) {
                            case "*" -> ".*";
                            case "?" -> ".";
                            default -> Pattern.quote(part.group());
                        }));
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
