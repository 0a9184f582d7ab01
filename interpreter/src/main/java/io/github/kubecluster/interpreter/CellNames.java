package io.github.kubecluster.interpreter;

import java.util.regex.Pattern;

/** The names of what cells declare, without those of the classes that are generated around it. */
final class CellNames {
    private static final Pattern GENERATED = Pattern.compile("(REPL\\.)?\\$JShell\\$[0-9A-Z_]+[.$](?=[\\p{L}_])");

    private CellNames() {}

    static String clean(String text) {
        return GENERATED.matcher(text).replaceAll("");
    }
}
