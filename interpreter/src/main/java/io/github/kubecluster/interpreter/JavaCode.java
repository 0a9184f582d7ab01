package io.github.kubecluster.interpreter;

/**
 * Java in a cell.
 *
 * @param text the code, one or more statements and declarations
 * @param start where the text begins in the notebook
 */
public record JavaCode(String text, CellLine start) {
    /** Returns the line of the cell in which the character at {@code position} stands. */
    CellLine lineAt(int position) {
        long before = text.substring(0, within(position))
                .chars()
                .filter(c -> c == '\n')
                .count();
        return new CellLine(start.cell(), start.line() + (int) before);
    }

    /** Returns the text of the line in which the character at {@code position} stands. */
    String textAt(int position) {
        int end = text.indexOf('\n', within(position));
        return text.substring(lineStart(position), end < 0 ? text.length() : end);
    }

    /** Returns how many characters of its line stand before {@code position}. */
    int columnAt(int position) {
        return within(position) - lineStart(position);
    }

    private int lineStart(int position) {
        return text.lastIndexOf('\n', within(position) - 1) + 1;
    }

    private int within(int position) {
        return Math.max(0, Math.min(position, text.length()));
    }
}
