package io.github.kubecluster.display;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value, as its {@code toString} has it. Arrays are readable too, also within collections; what does not fit
 * on a line is broken; what is too long is cut.
 */
final class ValueText {
    private static final int LINE = 100;
    private static final int SHORT = 24;
    private static final int MOST_CHARACTERS = 100_000;
    private static final int MOST_ELEMENTS = 1000;

    private final Set<Object> within = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int width;
    private int characters;

    private ValueText(int width) {
        this.width = width;
    }

    /** Returns the text of {@code value}; that of a text is the text itself. */
    static String of(@Nullable Object value) {
        return Cut.to(
                MOST_CHARACTERS, value instanceof CharSequence ? value.toString() : new ValueText(LINE).text(value));
    }

    /** Returns the text of {@code value} on one line, of no more than {@code most} characters. */
    static String line(@Nullable Object value, int most) {
        return Cut.to(most, ControlCharacters.shown(new ValueText(Integer.MAX_VALUE).text(value)));
    }

    private String text(@Nullable Object value) {
        if (value instanceof CharSequence) {
            return leaf(ControlCharacters.shown(value.toString()));
        }
        if (value instanceof BaseStream) {
            return leaf("a stream, not consumed; toList() has its elements");
        }
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            return "Optional[" + text(optional.get()) + "]";
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            return text(entry.getKey()) + "=" + text(entry.getValue());
        }
        if (value instanceof Map<?, ?> map && hasTextOfJdk(map)) {
            return elements("{", map, map.entrySet().iterator(), map.size(), "}");
        }
        if (value instanceof Collection<?> collection && hasTextOfJdk(collection)) {
            return elements("[", collection, collection.iterator(), collection.size(), "]");
        }
        if (value != null && value.getClass().isArray()) {
            int length = Array.getLength(value);
            Iterator<?> elements = IntStream.range(0, length)
                    .mapToObj(i -> Array.get(value, i))
                    .iterator();
            return elements("[", value, elements, length, "]");
        }
        return leaf(String.valueOf(value));
    }

    private String leaf(String text) {
        characters += text.length();
        return text;
    }

    private String elements(String begin, Object whole, Iterator<?> elements, int size, String end) {
        if (!within.add(whole)) {
            return leaf(begin + "itself" + end);
        }
        List<String> texts = new ArrayList<>();
        while (elements.hasNext() && texts.size() < MOST_ELEMENTS && characters < MOST_CHARACTERS) {
            texts.add(text(elements.next()));
        }
        if (texts.size() < size) {
            texts.add("… " + Cut.count(size - texts.size()) + " more");
        }
        within.remove(whole);
        return begin + joined(texts) + end;
    }

    private String joined(List<String> texts) {
        String line = String.join(", ", texts);
        if (line.length() + 2 <= width && !line.contains("\n")) {
            return line;
        }
        boolean areShort = texts.stream().allMatch(text -> text.length() <= SHORT && !text.contains("\n"));
        return String.join(",\n", areShort ? filled(texts) : texts).replace("\n", "\n ");
    }

    /** Puts as many on each line as fit. */
    private List<String> filled(List<String> texts) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String text : texts) {
            String longer = line.isEmpty() ? text : line + ", " + text;
            if (longer.length() + 2 > width) {
                lines.add(line);
                longer = text;
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }

    /** Who brings a text of its own is shown by that. */
    private static boolean hasTextOfJdk(Object value) {
        try {
            return value.getClass()
                    .getMethod("toString")
                    .getDeclaringClass()
                    .getName()
                    .startsWith("java.");
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
