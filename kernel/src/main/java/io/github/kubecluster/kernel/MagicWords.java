package io.github.kubecluster.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a magic's line: separated by white space, which quotes keep together.
 *
 * <p>Quotes are single or double and are left out; the other kind stands for itself between them. A backslash stands for
 * itself, save for one before a double quote between double quotes. A quote that does not end is one character of a word.
 */
final class MagicWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private MagicWords(String line) {
        this.line = line;
    }

    static List<String> of(String line) {
        return new MagicWords(line).split();
    }

    private List<String> split() {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int end = c == '"' || c == '\'' ? closing(c, i + 1) : -1;
            if (end >= 0) {
                word.append(unquoted(c, line.substring(i + 1, end)));
                inWord = true;
                i = end;
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else {
                word.append(c);
                inWord = true;
            }
        }
        endWord();
        return words;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private int closing(char quote, int from) {
        for (int i = from; i < line.length(); i++) {
            if (quote == '"' && line.startsWith("\\\"", i)) {
                i++;
            } else if (line.charAt(i) == quote) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(char quote, String text) {
        return quote == '"' ? text.replace("\\\"", "\"") : text;
    }
}
