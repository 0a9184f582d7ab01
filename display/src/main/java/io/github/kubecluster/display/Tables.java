package io.github.kubecluster.display;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the table in a value: in a record or a map, in several of them, in the result of a query. */
final class Tables {
    private static final int MOST_COLUMNS_OF_LISTS = 20;

    private Tables() {}

    /**
     * Returns the table that {@code value} is; nothing if it is none.
     *
     * @param most how many of its rows to show
     */
    static Optional<Table> of(Object value, int most) {
        if (value instanceof ResultSet results) {
            return Optional.of(QueryResult.table(results, most));
        }
        if (value instanceof Map<?, ?> map) {
            return ofEntries(map.entrySet(), most);
        }
        if (value instanceof Collection<?> collection) {
            return ofElements(collection, most);
        }
        if (value instanceof Object[] array) {
            return ofElements(Arrays.asList(array), most);
        }
        return Rows.row(value).flatMap(components -> ofEntries(components.entrySet(), most));
    }

    private static Optional<Table> ofElements(Collection<?> elements, int most) {
        if (all(Entry.class, elements)) {
            List<Entry<?, ?>> entries = new ArrayList<>();
            elements.forEach(element -> entries.add((Entry<?, ?>) element));
            return ofEntries(entries, most);
        }
        return Rows.of(first(most, elements)).map(rows -> Table.of(List.of(), rows, count(rows, elements)));
    }

    private static Optional<Table> ofEntries(Collection<? extends Entry<?, ?>> entries, int most) {
        List<? extends Entry<?, ?>> shown = first(most, entries);
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        List<@Nullable Object> values = new ArrayList<>();
        shown.forEach(entry -> values.add(entry.getValue()));
        if (entries.size() <= MOST_COLUMNS_OF_LISTS && all(Collection.class, values)) {
            return Optional.of(ofColumns(shown, most));
        }
        List<String> index =
                shown.stream().map(entry -> ValueText.line(entry.getKey(), 100)).toList();
        List<Map<String, @Nullable Object>> rows = Rows.of(values)
                .orElseGet(() -> values.stream().map(Tables::unnamed).toList());
        return Optional.of(Table.of(index, rows, count(rows, entries)));
    }

    /** Returns the table of lists that stand side by side. */
    private static Table ofColumns(List<? extends Entry<?, ?>> lists, int most) {
        Map<String, Iterator<?>> columns = new LinkedHashMap<>();
        int longest = 0;
        for (Entry<?, ?> list : lists) {
            Collection<?> values = (Collection<?>) list.getValue();
            columns.put(String.valueOf(list.getKey()), values.iterator());
            longest = Math.max(longest, values.size());
        }
        int shown = Math.min(most, longest);
        List<Map<String, @Nullable Object>> rows =
                IntStream.range(0, shown).mapToObj(row -> next(columns)).toList();
        return Table.of(List.of(), rows, Table.shown("rows", shown, longest));
    }

    private static Map<String, @Nullable Object> next(Map<String, Iterator<?>> columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        columns.forEach((name, values) -> {
            if (values.hasNext()) {
                row.put(name, values.next());
            }
        });
        return row;
    }

    private static Map<String, @Nullable Object> unnamed(@Nullable Object value) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(Table.UNNAMED, value);
        return row;
    }

    private static String count(Collection<?> shown, Collection<?> all) {
        return Table.shown("rows", shown.size(), all.size());
    }

    private static <T> List<T> first(int most, Collection<T> all) {
        Stream<T> shown = all.stream().limit(most);
        return shown.toList();
    }

    private static boolean all(Class<?> type, Collection<?> values) {
        return !values.isEmpty() && values.stream().allMatch(type::isInstance);
    }
}
