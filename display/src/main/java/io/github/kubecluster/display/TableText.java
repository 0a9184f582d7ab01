package io.github.kubecluster.display;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table as lines of text, its columns aligned; numbers to the right. */
final class TableText {
    private static final int MOST_CHARACTERS = 60;

    private TableText() {}

    static String of(Table table) {
        List<List<String>> columns = new ArrayList<>();
        if (!table.index().isEmpty()) {
            columns.add(column(table, Table.UNNAMED, table.index(), false));
        }
        for (String name : table.columns()) {
            List<String> cells = table.rows().stream()
                    .map(row -> Table.text(row, name, MOST_CHARACTERS))
                    .toList();
            columns.add(column(table, name, cells, table.isNumeric(name)));
        }
        int lines = columns.stream().mapToInt(List::size).max().orElse(0);
        Stream<String> rows = IntStream.range(0, lines)
                .mapToObj(line -> columns.stream()
                        .map(column -> column.get(line))
                        .collect(Collectors.joining("  "))
                        .stripTrailing());
        return Stream.concat(rows, Stream.of(table.note()).filter(note -> !note.isEmpty()))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the lines of a column, all of the same width. */
    private static List<String> column(Table table, String name, List<String> cells, boolean right) {
        List<String> lines = new ArrayList<>(cells);
        if (table.hasHeader()) {
            lines.add(0, ControlCharacters.shown(name));
        }
        int width = lines.stream().mapToInt(TableText::width).max().orElse(0);
        lines.replaceAll(line -> padded(line, width, right));
        if (table.hasHeader()) {
            lines.add(1, (name.isEmpty() ? " " : "─").repeat(width));
        }
        return Collections.unmodifiableList(lines);
    }

    private static String padded(String text, int width, boolean right) {
        String padding = " ".repeat(width - width(text));
        return right ? padding + text : text + padding;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
