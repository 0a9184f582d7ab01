package io.github.kubecluster.display;

import java.util.stream.Collectors;

/** Shows what would break a line, or move a terminal's cursor, as it is written in Java. */
final class ControlCharacters {
    private ControlCharacters() {}

    static String shown(String text) {
        return text.chars().noneMatch(Character::isISOControl)
                ? text
                : text.chars()
                        .mapToObj(c -> Character.isISOControl(c) ? shown((char) c) : String.valueOf((char) c))
                        .collect(Collectors.joining());
    }

    private static String shown(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
