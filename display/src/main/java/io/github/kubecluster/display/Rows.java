package io.github.kubecluster.display;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes values apart that have named parts: records and maps. */
final class Rows {
    private Rows() {}

    /** Returns the parts of each; nothing if one of them has no named parts, or if there are none. */
    static Optional<List<Map<String, @Nullable Object>>> of(List<?> values) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Object value : values) {
            Optional<Map<String, @Nullable Object>> row = value == null ? Optional.empty() : row(value);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            rows.add(row.get());
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    static Optional<Map<String, @Nullable Object>> row(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            map.forEach((key, part) -> row.put(String.valueOf(key), part));
            return Optional.of(row);
        }
        return value instanceof Record ? ofRecord(value) : Optional.empty();
    }

    private static Optional<Map<String, @Nullable Object>> ofRecord(Object value) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Method accessor = component.getAccessor();
            if (!accessor.trySetAccessible()) {
                return Optional.empty();
            }
            row.put(component.getName(), read(accessor, value));
        }
        return Optional.of(row);
    }

    private static @Nullable Object read(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    accessor.getName() + "() failed: " + e.getTargetException(), e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
