package io.github.kubecluster.it;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A notebook after nbclient has run it from top to bottom. */
final class ExecutedNotebook {
    private final List<Cell> cells;

    /** A code cell: its source, and its outputs as nbformat has them. */
    record Cell(String source, List<JsonObject> outputs) {
        /** Returns what was printed on {@code stdout} and {@code stderr}. */
        String printed() {
            return outputs.stream()
                    .filter(output -> output.get("output_type").getAsString().equals("stream"))
                    .map(output -> text(output.get("text")))
                    .collect(Collectors.joining());
        }

        /** Returns what was shown as {@code mime}, displays and results in their order. */
        List<String> shown(String mime) {
            return outputs.stream()
                    .filter(output ->
                            output.has("data") && output.getAsJsonObject("data").has(mime))
                    .map(output -> text(output.getAsJsonObject("data").get(mime)))
                    .toList();
        }

        /** Returns the error's name and message. */
        String error() {
            return outputs.stream()
                    .filter(output -> output.get("output_type").getAsString().equals("error"))
                    .map(output -> output.get("ename").getAsString() + ": "
                            + output.get("evalue").getAsString())
                    .collect(Collectors.joining());
        }
    }

    private ExecutedNotebook(List<Cell> cells) {
        this.cells = cells;
    }

    /**
     * Runs a notebook with our kernel; nothing of the notebook's file changes.
     *
     * @param arguments more arguments of {@code jupyter execute}
     */
    static ExecutedNotebook run(Path notebook, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path executed = Files.createTempFile("executed", ".ipynb");
        List<String> command = new ArrayList<>(List.of(
                Product.BIN.resolve("jupyter-execute").toString(),
                "--kernel_name=kubecluster-java",
                "--startup_timeout=120",
                "--output=" + executed,
                notebook.toString()));
        command.addAll(List.of(arguments));
        Finished run = Finished.run(environment, command);
        if (run.exitCode() != 0) {
            throw new AssertionError(notebook + " failed:\n" + run.output());
        }
        return read(executed);
    }

    private static ExecutedNotebook read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Reads the text of a notebook's file. */
    static ExecutedNotebook parse(String json) {
        JsonArray cells = JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("cells");
        return new ExecutedNotebook(cells.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
                .map(cell -> new Cell(
                        text(cell.get("source")),
                        cell.getAsJsonArray("outputs").asList().stream()
                                .map(JsonElement::getAsJsonObject)
                                .toList()))
                .toList());
    }

    List<Cell> cells() {
        return cells;
    }

    /** Returns the one cell whose source contains {@code text}. */
    Cell cell(String text) {
        return cells.stream()
                .filter(cell -> cell.source().contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No cell contains \"" + text + "\""));
    }

    /** nbformat writes long text as a list of lines. */
    private static String text(JsonElement text) {
        return text.isJsonArray()
                ? text.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining())
                : text.getAsString();
    }
}
