package io.github.kubecluster.widget;

import java.util.List;
import java.util.stream.Collectors;

/** A table in HTML that stays small, however much there is to show, and is scrolled where it is too wide. */
final class HtmlTable {
    private static final int MOST_ROWS = 50;
    private static final int MOST_CHARACTERS = 60 << 10;
    /** A cell of more characters may be broken into lines, wherever that is needed. */
    private static final int ONE_LINE = 40;

    private static final String LONG = "<td style=\"white-space:normal;overflow-wrap:anywhere;min-width:12em\">";

    private HtmlTable() {}

    /**
     * Returns the first rows, and how many there are more.
     *
     * @param name what the table is called by those who cannot see it
     * @param rows cells in HTML
     */
    static String of(String name, String caption, List<String> heads, List<List<String>> rows) {
        String head = heads.stream()
                .map(each -> "<th scope=\"col\">" + each + "</th>")
                .collect(Collectors.joining());
        StringBuilder body = new StringBuilder();
        int shown = 0;
        for (List<String> row : rows) {
            String html = row(row);
            if (shown == MOST_ROWS || body.length() + html.length() > MOST_CHARACTERS) {
                break;
            }
            body.append(html);
            shown++;
        }
        int more = rows.size() - shown;
        return "<div style=\"overflow:auto;min-width:0;max-width:100%\" tabindex=\"0\" role=\"region\" aria-label=\""
                + name
                + "\"><table cellpadding=\"3\" style=\"text-align:left;line-height:1.4\"><caption style=\"text-align:left\">"
                + caption
                + "</caption><thead><tr>" + head
                + "</tr></thead><tbody style=\"vertical-align:top;white-space:nowrap\">" + body
                + "</tbody></table>" + (more > 0 ? "and " + more + " more" : "")
                + "</div>";
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> (cell.length() > ONE_LINE ? LONG : "<td>") + cell + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
