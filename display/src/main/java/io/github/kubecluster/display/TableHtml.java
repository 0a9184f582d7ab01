package io.github.kubecluster.display;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as HTML. Colours and lines are those of the frontend. */
final class TableHtml {
    private static final int MOST_CHARACTERS = 300;

    private TableHtml() {}

    static String of(Table table) {
        String rows = IntStream.range(0, table.rows().size())
                .mapToObj(row -> row(table, row))
                .collect(Collectors.joining());
        String note = table.note().isEmpty() ? "" : "<p>" + Html.escape(table.note()) + "</p>";
        return "<table>" + (table.hasHeader() ? header(table) : "") + "<tbody>" + rows + "</tbody></table>" + note;
    }

    private static String header(Table table) {
        return table.columns().stream()
                .map(name -> cell("th", table.isNumeric(name), Html.escape(name)))
                .collect(Collectors.joining(
                        "", "<thead><tr>" + (table.index().isEmpty() ? "" : "<th></th>"), "</tr></thead>"));
    }

    private static String row(Table table, int row) {
        String name = table.index().isEmpty()
                ? ""
                : cell("th", false, Html.escape(table.index().get(row)));
        return table.columns().stream()
                .map(column -> cell(
                        "td",
                        table.isNumeric(column),
                        Html.escape(Table.text(table.rows().get(row), column, MOST_CHARACTERS))))
                .collect(Collectors.joining("", "<tr>" + name, "</tr>"));
    }

    private static String cell(String tag, boolean right, String html) {
        return "<" + tag + " style=\"text-align:" + (right ? "right" : "left") + "\">" + html + "</" + tag + ">";
    }
}
