package io.github.kubecluster.interpreter;

import java.time.Duration;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;

/** Finds out what words are that complete others, and the signatures of the first ones, as long as that takes no time. */
final class WordKinds {
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]+");
    private static final Duration PATIENCE = Duration.ofMillis(40);

    private final String before;
    private final SourceCodeAnalysis analysis;
    private final Signatures signatures;
    private final long start = System.nanoTime();
    private boolean first = true;

    /** @param before the code that the words follow */
    WordKinds(String before, SourceCodeAnalysis analysis, Signatures signatures) {
        this.before = before;
        this.analysis = analysis;
        this.signatures = signatures;
    }

    Word word(String text) {
        String source = before + (text.endsWith("()") ? text.substring(0, text.length() - 1) : text);
        boolean inTime = first || System.nanoTime() - start < PATIENCE.toNanos() || signatures.isKnown(source);
        first = false;
        String signature = inTime ? signatures.of(source, analysis) : "";
        return new Word(text, kind(text, signature), signature);
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
