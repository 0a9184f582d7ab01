package io.github.kubecluster.interpreter;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** Finds out what words are that complete others, and the signatures of the first ones, as long as that takes no time. */
final class WordKinds {
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]+");
    private static final Duration PATIENCE = Duration.ofMillis(40);

    private final String before;
    private final SourceCodeAnalysis analysis;
    private final long start = System.nanoTime();
    private boolean first = true;

    /** @param before the code that the words follow */
    WordKinds(String before, SourceCodeAnalysis analysis) {
        this.before = before;
        this.analysis = analysis;
    }

    Word word(String text) {
        boolean inTime = first || System.nanoTime() - start < PATIENCE.toNanos();
        first = false;
        String signature = inTime ? signature(text) : "";
        return new Word(text, kind(text, signature), signature);
    }

    private String signature(String text) {
        String source = before + (text.endsWith("()") ? text.substring(0, text.length() - 1) : text);
        List<Documentation> found = analysis.documentation(source, source.length(), false);
        return found.stream().map(Documentation::signature).collect(Collectors.joining("\n"));
    }

    private static String kind(String text, String signature) {
        if (text.contains("(")) {
            return "function";
        }
        if (SourceVersion.isKeyword(text)) {
            return "keyword";
        }
        if (signature.contains(":") || CONSTANT.matcher(text).matches()) {
            return "instance";
        }
        if (Character.isUpperCase(text.charAt(0))) {
            return "class";
        }
        return signature.isEmpty() ? "instance" : "module";
    }
}
