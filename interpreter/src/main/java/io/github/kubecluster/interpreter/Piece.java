package io.github.kubecluster.interpreter;

/**
 * One statement or declaration.
 *
 * @param code what it is part of
 * @param start where it begins there
 * @param source its text, with a semicolon at the end if it needs one
 */
public record Piece(JavaCode code, int start, String source) {
    /** Returns the line of the cell in which this begins, comments before it included. */
    public CellLine line() {
        return code.lineAt(start);
    }
}
