package io.github.kubecluster.display;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a table: its first rows and columns.
 *
 * @param index the names of the rows; empty if they have none
 * @param columns the names of the columns; one of {@link #UNNAMED} alone has no header
 * @param rows the values of the rows, by column; a value that is absent is an empty cell
 * @param note how much of the table is shown; empty if that is all of it
 */
record Table(List<String> index, List<String> columns, List<Map<String, @Nullable Object>> rows, String note) {
    static final String UNNAMED = "";
    private static final int MOST_COLUMNS = 20;

    /**
     * Returns the table of {@code rows}, with a column for each name that is in one of them.
     *
     * @param count how many of all rows these are, as a sentence; empty if these are all
     */
    static Table of(List<String> index, List<Map<String, @Nullable Object>> rows, String count) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        return new Table(
                index,
                columns.stream().limit(MOST_COLUMNS).toList(),
                rows,
                (count + " " + shown("columns", Math.min(MOST_COLUMNS, columns.size()), columns.size())).strip());
    }

    /** Returns the sentence that tells how many are shown; nothing if all are. */
    static String shown(String what, int shown, int all) {
        return shown == all ? "" : Cut.count(shown) + " of " + Cut.count(all) + " " + what + " are shown.";
    }

    boolean hasHeader() {
        return !columns.equals(List.of(UNNAMED));
    }

    boolean isNumeric(String column) {
        Collection<@Nullable Object> values = rows.stream()
                .map(row -> row.get(column))
                .filter(value -> value != null)
                .toList();
        return !values.isEmpty() && values.stream().allMatch(Number.class::isInstance);
    }

    /** Returns the text of a cell, of no more than {@code most} characters. */
    static String text(Map<String, @Nullable Object> row, String column, int most) {
        return row.containsKey(column) ? ValueText.line(row.get(column), most) : "";
    }
}
