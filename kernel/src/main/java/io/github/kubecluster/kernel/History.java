package io.github.kubecluster.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Request;
import io.github.kubecluster.jupyter.RequestHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was run in this session and in earlier ones (messaging specification, "History"). Thread-safe. */
final class History implements RequestHandler {
    private static final Logger LOG = System.getLogger(History.class.getName());

    private final List<HistoryEntry> entries = new ArrayList<>();
    private Optional<HistoryFiles> files;
    private Optional<HistoryFiles.Session> kept = Optional.empty();
    /** The number of this session, zero before its first cell: kernels that run none leave nothing. */
    private int current;

    /** @param files keep this session and have the earlier ones; without them it is the first and is forgotten */
    History(Optional<HistoryFiles> files) {
        this.files = files;
    }

    synchronized void add(int cell, String input) {
        if (current == 0) {
            begin();
        }
        HistoryEntry entry = new HistoryEntry(current, cell, input);
        entries.add(entry);
        try {
            if (kept.isPresent()) {
                kept.get().add(entry);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A cell is missing in the history that is kept.", e);
        }
    }

    /** Returns what was run in this session. */
    synchronized List<HistoryEntry> session() {
        return List.copyOf(entries);
    }

    private void begin() {
        try {
            if (files.isPresent()) {
                kept = Optional.of(files.get().begin());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The history of this session is not kept.", e);
            files = Optional.empty();
        }
        current = kept.map(HistoryFiles.Session::number).orElse(1);
    }

    @Override
    public JsonObject answer(Request request) {
        boolean output = Json.flag(request.content(), "output", false);
        JsonArray history = new JsonArray();
        entries(request.content()).forEach(entry -> history.add(json(entry, output)));
        JsonObject reply = new JsonObject();
        reply.add("history", history);
        return reply;
    }

    /** Returns the entries that the content of a request asks for. */
    synchronized List<HistoryEntry> entries(JsonObject asked) {
        int n = Json.number(asked, "n", -1);
        return switch (Json.text(asked, "hist_access_type").orElse("tail")) {
            case "range" ->
                range(Json.number(asked, "session", 0), Json.number(asked, "start", 0), Json.number(asked, "stop", -1));
            case "search" -> search(Json.text(asked, "pattern").orElse("*"), Json.flag(asked, "unique", false), n);
            default -> latest(n);
        };
    }

    /** Returns the latest {@code n} entries of all sessions, or all if it is negative. */
    private List<HistoryEntry> latest(int n) {
        List<Integer> sessions = sessions();
        List<HistoryEntry> found = new ArrayList<>();
        for (int i = sessions.size() - 1; i >= 0 && (n < 0 || found.size() < n); i--) {
            found.addAll(0, session(sessions.get(i)));
        }
        return tail(found, n);
    }

    /** A session of zero is this one, and a negative one is counted back from this one. */
    private List<HistoryEntry> range(int session, int start, int stop) {
        return session(session > 0 ? session : number() + session).stream()
                .filter(entry -> entry.cell() >= start && (stop < 0 || entry.cell() < stop))
                .toList();
    }

    private List<HistoryEntry> search(String glob, boolean unique, int n) {
        Pattern pattern = glob(glob);
        List<HistoryEntry> found = latest(-1).stream()
                .filter(entry -> pattern.matcher(entry.input()).matches())
                .toList();
        return tail(unique ? latestOfEach(found) : found, n);
    }

    private List<Integer> sessions() {
        return files.map(HistoryFiles::sessions).orElse(current == 0 ? List.of() : List.of(current));
    }

    private List<HistoryEntry> session(int number) {
        return number == current
                ? entries
                : files.map(earlier -> earlier.read(number)).orElse(List.of());
    }

    /** Returns the number of this session, or the one that it would get now. */
    private int number() {
        return current > 0 ? current : sessions().stream().reduce(0, Math::max) + 1;
    }

    private static JsonArray json(HistoryEntry entry, boolean output) {
        JsonArray json = new JsonArray();
        json.add(entry.session());
        json.add(entry.cell());
        if (output) {
            JsonArray pair = new JsonArray();
            pair.add(entry.input());
            pair.add((String) null);
            json.add(pair);
        } else {
            json.add(entry.input());
        }
        return json;
    }

    private static List<HistoryEntry> latestOfEach(List<HistoryEntry> entries) {
        Map<String, HistoryEntry> latest = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            latest.remove(entry.input());
            latest.put(entry.input(), entry);
        }
        return List.copyOf(latest.values());
    }

    private static <T> List<T> tail(List<T> entries, int n) {
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
