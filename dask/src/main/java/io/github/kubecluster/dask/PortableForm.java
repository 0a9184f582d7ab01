package io.github.kubecluster.dask;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what {@code portable} of {@code remote.py} returns: a kind and a value, of which collections hold more. */
final class PortableForm {
    /** Says what stands for a Python object that has no counterpart in Java. */
    interface Objects {
        /**
         * Returns what stands for an object.
         *
         * @param shown the object as Python shows it
         */
        @Nullable
        Object of(String type, String shown);
    }

    private PortableForm() {}

    static @Nullable Object value(@Nullable Object form, Objects objects) throws MalformedMessageException {
        if (form instanceof List<?> three && three.size() == 3 && "object".equals(three.get(0))) {
            return objects.of(String.valueOf(three.get(1)), String.valueOf(three.get(2)));
        }
        return value(form);
    }

    private static @Nullable Object value(@Nullable Object form) throws MalformedMessageException {
        if (!(form instanceof List<?> pair) || pair.size() != 2) {
            throw new MalformedMessageException("it sent " + form + " instead of a kind and a value");
        }
        Object content = pair.get(1);
        String text = String.valueOf(content);
        try {
            return switch (String.valueOf(pair.get(0))) {
                case "value", "array" -> content;
                case "integer" -> new BigInteger(text);
                case "decimal" -> new BigDecimal(text);
                case "date" -> LocalDate.parse(text);
                case "time" -> LocalTime.parse(text);
                case "datetime" -> LocalDateTime.parse(text);
                case "moment" -> OffsetDateTime.parse(text);
                case "duration" -> duration(content);
                case "uuid" -> UUID.fromString(text);
                case "table" -> ArrowReader.table((byte[]) content);
                case "list" -> values(content);
                case "set" -> new LinkedHashSet<>(values(content));
                case "dict" -> map(values(content));
                default -> throw new MalformedMessageException("it sent a value of the unknown kind " + pair.get(0));
            };
        } catch (DateTimeException | IllegalArgumentException | ClassCastException e) {
            throw new MalformedMessageException("it sent " + form + ", which cannot be read", e);
        }
    }

    private static Duration duration(@Nullable Object parts) {
        if (parts instanceof List<?> list
                && list.size() == 2
                && list.get(0) instanceof Long seconds
                && list.get(1) instanceof Long nanos) {
            return Duration.ofSeconds(seconds, nanos);
        }
        throw new IllegalArgumentException("no duration");
    }

    private static List<@Nullable Object> values(@Nullable Object forms) throws MalformedMessageException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object form : forms instanceof List<?> list ? list : List.of()) {
            values.add(value(form));
        }
        return values;
    }

    /** Keys and values take turns. */
    private static Map<@Nullable Object, @Nullable Object> map(List<@Nullable Object> parts) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            map.put(parts.get(i), parts.get(i + 1));
        }
        return map;
    }
}
