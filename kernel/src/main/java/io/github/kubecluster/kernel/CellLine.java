package io.github.kubecluster.kernel;

/** A line of a cell; both are counted from one. */
record CellLine(int cell, int line) {
    @Override
    public String toString() {
        return "Cell " + cell + ", line " + line;
    }
}
