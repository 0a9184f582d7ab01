package io.github.kubecluster.interpreter;

/** Colours of text, as terminals and notebooks know them. */
final class Ansi {
    private static final String OFF = "\u001B[0m";

    private Ansi() {}

    static String red(String text) {
        return "\u001B[1;31m" + text + OFF;
    }

    static String dim(String text) {
        return "\u001B[2m" + text + OFF;
    }
}
