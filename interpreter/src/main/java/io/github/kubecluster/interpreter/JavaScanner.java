package io.github.kubecluster.interpreter;

/** Goes through Java and knows, at each place, whether a statement may begin there. */
public final class JavaScanner {
    private static final String TEXT_BLOCK = "\"\"\"";

    private final String code;
    private int position;
    private int depth;
    private boolean inComment;
    private boolean inTextBlock;
    private char last = ';';

    /** Begins at the first character of {@code code}. */
    public JavaScanner(String code) {
        this.code = code;
    }

    /** Returns whether this place is outside of brackets, comments and text blocks. */
    public boolean isBetweenStatements() {
        return depth == 0 && !inComment && !inTextBlock;
    }

    /** Returns whether a statement has just ended here, or none has begun. */
    public boolean isAfterStatement() {
        return last == ';' || last == '}';
    }

    /** Returns how many brackets are open. */
    public int depth() {
        return depth;
    }

    /** Reads on to {@code end}, the beginning or the end of a line. */
    public void advanceTo(int end) {
        while (position < end) {
            if (inComment) {
                inComment = !passes("*/", end);
            } else if (inTextBlock) {
                inTextBlock = !passes(TEXT_BLOCK, end);
            } else {
                readCode(end);
            }
        }
    }

    /** Goes to {@code position} as to the beginning of a statement. */
    public void skipTo(int position) {
        this.position = position;
        last = ';';
    }

    private void readCode(int end) {
        char c = code.charAt(position);
        if (code.startsWith("//", position)) {
            position = lineEnd(end);
        } else if (code.startsWith("/*", position)) {
            position += 2;
            inComment = true;
        } else if (code.startsWith(TEXT_BLOCK, position)) {
            position += TEXT_BLOCK.length();
            inTextBlock = true;
            last = c;
        } else if (c == '"' || c == '\'') {
            position++;
            passes(String.valueOf(c), lineEnd(end));
            last = c;
        } else {
            readCharacter(c);
        }
    }

    private void readCharacter(char c) {
        position++;
        if ("([{".indexOf(c) >= 0) {
            depth++;
        } else if (")]}".indexOf(c) >= 0) {
            depth = Math.max(0, depth - 1);
        }
        if (!Character.isWhitespace(c)) {
            last = c;
        }
    }

    /** Goes behind the next {@code mark} that no backslash precedes, or to {@code end}; returns whether it was found. */
    private boolean passes(String mark, int end) {
        for (; position < end; position++) {
            if (code.startsWith(mark, position)) {
                position += mark.length();
                return true;
            }
            if (code.charAt(position) == '\\' && !inComment) {
                position++;
            }
        }
        position = Math.min(position, end);
        return false;
    }

    private int lineEnd(int end) {
        int newline = code.indexOf('\n', position);
        return newline < 0 ? end : Math.min(newline, end);
    }
}
