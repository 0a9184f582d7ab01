package io.github.kubecluster.dask;

import java.util.AbstractList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table with named columns, which is a data frame of pandas in Python. Immutable, and a list of its rows.
 *
 * <p>Columns arrive in Python, and from there, as a whole, in Arrow's format; the workers need {@code pyarrow} for it.
 */
public final class Table extends AbstractList<Map<String, @Nullable Object>> {
    private final Map<String, List<@Nullable Object>> columns;
    private final int rows;

    Table(Map<String, List<@Nullable Object>> columns, int rows) {
        this.columns = Collections.unmodifiableMap(columns);
        this.rows = rows;
    }

    /**
     * Returns a table with these columns, in the order of the map.
     *
     * @param columns arrays of primitive types, or collections of numbers, text, booleans, {@code LocalDate},
     *     {@code LocalDateTime}, {@code Instant} or {@code OffsetDateTime}, with null for what is missing
     * @throws IllegalArgumentException if the columns differ in length, or a column is something else
     */
    public static Table of(Map<String, ?> columns) {
        Map<String, List<@Nullable Object>> copies = new LinkedHashMap<>();
        columns.forEach((name, column) -> copies.put(name, TableColumn.of(name, column)));
        Set<Integer> lengths = copies.values().stream().map(List::size).collect(Collectors.toSet());
        if (lengths.size() > 1) {
            throw new IllegalArgumentException("A table's columns must have the same length, and these have "
                    + copies.entrySet().stream()
                            .map(column -> "\"" + column.getKey() + "\" "
                                    + column.getValue().size())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        return new Table(copies, lengths.isEmpty() ? 0 : lengths.iterator().next());
    }

    /** Returns the names of the columns. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /**
     * Returns the values of a column, with null for what is missing.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public List<@Nullable Object> column(String name) {
        List<@Nullable Object> column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("There is no column \"" + name + "\". Name one of " + names() + ".");
        }
        return column;
    }

    /**
     * Returns the values of a column of numbers.
     *
     * @return a new array, with NaN for what is missing
     * @throws IllegalArgumentException if there is no such column, or not all values are numbers
     */
    public double[] doubles(String name) {
        if (column(name) instanceof TableColumn.Elements elements && elements.array() instanceof double[] reals) {
            return reals.clone();
        }
        return column(name).stream()
                .mapToDouble(value -> {
                    if (value != null && !(value instanceof Number)) {
                        throw new IllegalArgumentException("Column \"" + name + "\" holds " + value
                                + ", which is no number. Read column(\"" + name + "\") instead.");
                    }
                    return value == null ? Double.NaN : ((Number) value).doubleValue();
                })
                .toArray();
    }

    /** Returns how many rows there are. */
    @Override
    public int size() {
        return rows;
    }

    /** Returns a row: values by the names of the columns, in their order. */
    @Override
    public Map<String, @Nullable Object> get(int row) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException("Row " + row + " of " + rows + " rows.");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach((name, column) -> values.put(name, column.get(row)));
        return Collections.unmodifiableMap(values);
    }
}
