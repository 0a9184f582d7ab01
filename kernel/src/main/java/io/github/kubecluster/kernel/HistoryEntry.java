package io.github.kubecluster.kernel;

/**
 * One input of the history.
 *
 * @param session the number of the session, later ones have higher numbers
 * @param cell the number of the cell in its session
 */
record HistoryEntry(int session, int cell, String input) {}
