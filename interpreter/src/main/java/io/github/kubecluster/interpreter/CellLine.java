package io.github.kubecluster.interpreter;

/**
 * A line of a cell.
 *
 * @param cell the number of the cell, counted from one; zero is the start-up file
 * @param line counted from one
 */
public record CellLine(int cell, int line) {
    /** The number of the start-up file. */
    public static final int START_UP = 0;

    @Override
    public String toString() {
        return (cell == START_UP ? "Start-up file" : "Cell " + cell) + ", line " + line;
    }
}
