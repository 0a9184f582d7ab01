package io.github.kubecluster.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.kubecluster.interpreter.Completions;
import io.github.kubecluster.interpreter.Word;
import io.github.kubecluster.jupyter.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Lets the Python of {@code %%dask} cells complete and explain; it says nothing before the first cell, and while one runs. */
record PythonLanguage(DaskCells cells) implements CellLanguage {
    @Override
    public Completions complete(String code, int cursor) {
        JsonObject reply = cells.ask("complete_request", question(code, cursor)).orElseGet(JsonObject::new);
        Map<String, Word> described = new HashMap<>();
        for (JsonElement match : Json.list(Json.member(reply, "metadata"), "_jupyter_types_experimental")) {
            JsonObject typed = match.getAsJsonObject();
            String text = Json.text(typed, "text").orElse("");
            described.put(
                    text,
                    new Word(
                            text,
                            Json.text(typed, "type").orElse(""),
                            Json.text(typed, "signature").orElse("")));
        }
        List<Word> words = Json.list(reply, "matches").stream()
                .map(JsonElement::getAsString)
                .map(text -> described.getOrDefault(text, new Word(text, "", "")))
                .toList();
        return words.isEmpty()
                ? new Completions(words, cursor, cursor)
                : new Completions(words, position(reply, "cursor_start", code), position(reply, "cursor_end", code));
    }

    @Override
    public @Nullable DisplayData inspect(String code, int cursor, boolean detailed) {
        JsonObject question = question(code, cursor);
        question.addProperty("detail_level", detailed ? 1 : 0);
        return cells.ask("inspect_request", question)
                .filter(reply -> Json.flag(reply, "found", false))
                .map(PythonOutput::display)
                .orElse(null);
    }

    /** Positions in messages count Unicode characters. */
    private static JsonObject question(String code, int cursor) {
        JsonObject question = new JsonObject();
        question.addProperty("code", code);
        question.addProperty("cursor_pos", code.codePointCount(0, cursor));
        return question;
    }

    private static int position(JsonObject reply, String name, String code) {
        return code.offsetByCodePoints(0, Json.number(reply, name, 0));
    }
}
