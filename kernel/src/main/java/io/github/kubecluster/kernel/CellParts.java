package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.JavaCode;
import io.github.kubecluster.interpreter.JavaScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the magics in a cell.
 *
 * <p>A cell magic is the first line that is not blank, if it begins with {@code %%}; all below is its body. A line magic
 * is a line that begins with {@code %} and a name where a statement may begin: not within a string, a text block, a
 * comment or brackets. A variable may stand before it that gets the value ({@code var x = %name}). After an expression without a semicolon such a line may as well be a remainder operation: then it
 * is a magic only if there is one of that name.
 */
final class CellParts {
    private static final Pattern CELL_MAGIC =
            Pattern.compile("\\A(?<before>\\s*)%%(?<call>[\\p{L}_][^\\r\\n]*)(\\R(?<body>(?s:.*)))?\\z");
    private static final Pattern LINE_MAGIC = Pattern.compile(
            "[ \\t]*((?<type>[\\p{L}_$][\\w$.<>?,\\[\\] ]*?)?[ \\t]*\\b(?<variable>[\\p{L}_$][\\w$]*)[ \\t]*=[ \\t]*)?"
                    + "%(?<call>(?<name>[\\p{L}_][\\w.-]*)[^\\r\\n]*)");

    private final String code;
    private final CellLine start;
    private final Predicate<String> isMagic;
    private final List<Part> parts = new ArrayList<>();
    private int javaStart;

    private CellParts(String code, CellLine start, Predicate<String> isMagic) {
        this.code = code;
        this.start = start;
        this.isMagic = isMagic;
    }

    /**
     * Returns the parts of a cell in their order; parts without code are left out.
     *
     * @param start where the code begins
     * @param isMagic whether there is a line magic of a name
     */
    static List<Part> of(String code, CellLine start, Predicate<String> isMagic) {
        Matcher magic = CELL_MAGIC.matcher(code);
        if (magic.matches()) {
            CellLine line = new CellLine(start.cell(), start.line() + lines(magic.group("before")));
            return List.of(MagicCall.of(magic.group("call"), Optional.of(body(magic)), line, Optional.empty()));
        }
        return new CellParts(code, start, isMagic).split();
    }

    private static String body(Matcher magic) {
        String body = magic.group("body");
        return body == null ? "" : body;
    }

    private List<Part> split() {
        JavaScanner scanner = new JavaScanner(code);
        Matcher magic = LINE_MAGIC.matcher(code);
        for (int line = 0; line >= 0; line = nextLine(line)) {
            scanner.advanceTo(line);
            if (line >= javaStart && scanner.isBetweenStatements() && startsAt(magic, line)) {
                if (scanner.isAfterStatement() || isMagic.test(magic.group("name"))) {
                    addJava(line);
                    parts.add(MagicCall.of(magic.group("call"), Optional.empty(), lineAt(line), variable(magic)));
                    javaStart = magic.end();
                    scanner.skipTo(magic.end());
                }
            }
        }
        addJava(code.length());
        return parts;
    }

    private static boolean startsAt(Matcher magic, int line) {
        return magic.region(line, magic.regionEnd()).lookingAt();
    }

    private static Optional<MagicVariable> variable(Matcher magic) {
        return Optional.ofNullable(magic.group("variable"))
                .map(name -> new MagicVariable(
                        Optional.ofNullable(magic.group("type")).orElse("").strip(), name));
    }

    private int nextLine(int line) {
        int end = code.indexOf('\n', line);
        return end < 0 ? -1 : end + 1;
    }

    private void addJava(int end) {
        String java = code.substring(javaStart, end);
        if (!java.isBlank()) {
            parts.add(new JavaPart(new JavaCode(java, lineAt(javaStart))));
        }
    }

    private CellLine lineAt(int position) {
        return new CellLine(start.cell(), start.line() + lines(code.substring(0, position)));
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
