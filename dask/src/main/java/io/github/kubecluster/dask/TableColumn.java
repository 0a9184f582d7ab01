package io.github.kubecluster.dask;

import java.lang.reflect.Array;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** What a table's column holds, and how Arrow names it. */
enum TableColumn {
    INTEGERS,
    REALS,
    BOOLEANS,
    TEXTS,
    DATES,
    TIMES,
    MOMENTS;

    /** Returns an unmodifiable view of a copy of {@code column}. */
    static List<@Nullable Object> of(String name, @Nullable Object column) {
        if (column instanceof Collection<?> values) {
            List<@Nullable Object> copy = Collections.unmodifiableList(new ArrayList<>(values));
            kind(name, copy);
            return copy;
        } else if (column != null && JavaArray.is(column)) {
            return new Elements(copy(column));
        }
        throw new IllegalArgumentException("Column \"" + name + "\" is "
                + (column == null ? "null" : "a " + column.getClass().getName())
                + ". Pass an array of numbers or booleans, or a collection.");
    }

    /** @throws IllegalArgumentException if the values are of no kind, or of several */
    static TableColumn kind(String name, List<@Nullable Object> column) {
        if (column instanceof Elements elements) {
            return kind(name, Array.get(elements.size() == 0 ? elements.one() : elements.array(), 0));
        }
        List<TableColumn> kinds = column.stream()
                .filter(Objects::nonNull)
                .map(value -> kind(name, value))
                .distinct()
                .toList();
        if (kinds.size() == 2 && kinds.contains(INTEGERS) && kinds.contains(REALS)) {
            return REALS;
        } else if (kinds.size() > 1) {
            throw new IllegalArgumentException("Column \"" + name + "\" holds values of several kinds, "
                    + kinds.toString().toLowerCase(Locale.ROOT) + ". Make them one.");
        }
        return kinds.isEmpty() ? REALS : kinds.get(0);
    }

    private static TableColumn kind(String name, Object value) {
        if (value instanceof Double || value instanceof Float) {
            return REALS;
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return INTEGERS;
        } else if (value instanceof Boolean) {
            return BOOLEANS;
        } else if (value instanceof String) {
            return TEXTS;
        } else if (value instanceof LocalDate) {
            return DATES;
        } else if (value instanceof LocalDateTime) {
            return TIMES;
        } else if (value instanceof Instant || value instanceof OffsetDateTime) {
            return MOMENTS;
        }
        throw new IllegalArgumentException("Column \"" + name + "\" holds a "
                + value.getClass().getName() + ". Pass numbers, text, booleans, dates or times.");
    }

    private static Object copy(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    /** The elements of an array of a primitive type. */
    static final class Elements extends AbstractList<@Nullable Object> implements RandomAccess {
        private final Object array;

        Elements(Object array) {
            this.array = array;
        }

        Object array() {
            return array;
        }

        private Object one() {
            return Array.newInstance(array.getClass().getComponentType(), 1);
        }

        @Override
        public int size() {
            return Array.getLength(array);
        }

        @Override
        public Object get(int index) {
            return Array.get(array, index);
        }
    }
}
