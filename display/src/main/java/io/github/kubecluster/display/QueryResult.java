package io.github.kubecluster.display;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a query. */
final class QueryResult {
    private QueryResult() {}

    /** Returns the table of the next {@code most} rows; they are read, and one more to know whether there is one. */
    static Table table(ResultSet results, int most) {
        try {
            List<String> names = names(results.getMetaData());
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            boolean more = results.next();
            while (more && rows.size() < most) {
                rows.add(row(results, names));
                more = results.next();
            }
            String count = more ? "The first " + Cut.count(rows.size()) + " rows are shown; there are more." : "";
            return rows.isEmpty()
                    ? new Table(List.of(), names, rows, "There are no rows.")
                    : Table.of(List.of(), rows, count);
        } catch (SQLException e) {
            throw new IllegalStateException("The rows of the query cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the names of the columns; of two with one name the second is numbered. */
    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            String label = columns.getColumnLabel(column);
            String name = label;
            for (int number = 2; names.contains(name); number++) {
                name = label + " (" + number + ")";
            }
            names.add(name);
        }
        return names;
    }

    private static Map<String, @Nullable Object> row(ResultSet results, List<String> names) throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (String name : names) {
            row.put(name, results.getObject(row.size() + 1));
        }
        return row;
    }
}
