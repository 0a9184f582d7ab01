package io.github.kubecluster.dask;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of an environment variable as {@code dask.config.interpret_value} does: as a Python literal if it is one,
 * else as text. Tuples and sets become lists. Bytes and complex numbers, of which no configuration consists, stay text.
 */
final class PythonLiteral {
    private static final Pattern SPACE = Pattern.compile("[ \\t\\f]*");
    private static final Pattern BLANK_LINES = Pattern.compile("(?:[ \\t\\f]*(?:#[^\\n]*)?\\r?\\n)*");
    private static final Pattern END = Pattern.compile("(?:[ \\t\\f]*(?:#[^\\n]*)?(?:\\r?\\n|$))*");
    private static final Pattern SPACE_IN_BRACKETS = Pattern.compile("(?:[ \\t\\f\\r\\n]|#[^\\n]*)*+");
    private static final Pattern INTEGER =
            Pattern.compile("(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[oO](?<oct>(?:_?[0-7])+)"
                    + "|0[bB](?<bin>(?:_?[01])+)|(?<dec>[1-9](?:_?[0-9])*|0(?:_?0)*))");
    private static final Pattern FLOAT = Pattern.compile(
            "(?:[0-9](?:_?[0-9])*)?\\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?"
                    + "|[0-9](?:_?[0-9])*\\.(?:[eE][-+]?[0-9](?:_?[0-9])*)?|[0-9](?:_?[0-9])*[eE][-+]?[0-9](?:_?[0-9])*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    /** Possessive, so that a long text takes no deep stack. */
    private static final Pattern STRING = Pattern.compile("(?<prefix>[rRuU]?)(?:"
            + "\"\"\"(?<a>(?:[^\"\\\\]|\\\\[\\s\\S]|\"(?!\"\"))*+)\"\"\"|'''(?<b>(?:[^'\\\\]|\\\\[\\s\\S]|'(?!''))*+)'''"
            + "|\"(?<c>(?:[^\"\\\\\\n]|\\\\[\\s\\S])*+)\"|'(?<d>(?:[^'\\\\\\n]|\\\\[\\s\\S])*+)')");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:(?<oct>[0-7]{1,3})|x(?<x>[0-9a-fA-F]{2})"
            + "|u(?<u>[0-9a-fA-F]{4})|U(?<w>[0-9a-fA-F]{8})|N\\{(?<name>[^}]+)}|(?<one>[\\s\\S]))");

    private final String text;
    private int at;
    private int depth;

    /** What is read is no literal. */
    private static final class NoLiteral extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NoLiteral() {
            super("no literal", null, false, false);
        }
    }

    private PythonLiteral(String text) {
        this.text = text;
    }

    static @Nullable Object interpret(String value) {
        try {
            return new PythonLiteral(value).read();
        } catch (NoLiteral e) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "none", "null" -> null;
                case "true" -> true;
                case "false" -> false;
                default -> value;
            };
        }
    }

    private @Nullable Object read() {
        skip(SPACE);
        skip(BLANK_LINES);
        Object first = value();
        Object result = peek(',') ? elements(first, '\0') : first;
        skip(END);
        if (at < text.length()) {
            throw new NoLiteral();
        }
        return result;
    }

    private @Nullable Object value() {
        skipSpace();
        char next = at < text.length() ? text.charAt(at) : '\0';
        return switch (next) {
            case '[' -> in('[', () -> elements(peek(']') ? END_OF_LIST : value(), ']'));
            case '(' -> in('(', this::parenthesis);
            case '{' -> in('{', this::braces);
            case '+', '-' -> signed();
            default -> unsigned();
        };
    }

    private static final Object END_OF_LIST = new Object();

    private @Nullable Object in(char open, Supplier<@Nullable Object> inside) {
        expect(open);
        depth++;
        Object value = inside.get();
        depth--;
        return value;
    }

    private @Nullable Object parenthesis() {
        if (peek(')')) {
            return elements(END_OF_LIST, ')');
        }
        Object first = value();
        if (peek(',')) {
            return elements(first, ')');
        }
        expect(')');
        return first;
    }

    /** Reads what follows the first element, up to and with {@code close}; at the top there is none. */
    private List<@Nullable Object> elements(@Nullable Object first, char close) {
        List<@Nullable Object> elements = new ArrayList<>();
        if (first != END_OF_LIST) {
            elements.add(first);
            while (peek(',')) {
                expect(',');
                if (ends(close)) {
                    break;
                }
                elements.add(value());
            }
        }
        if (close != '\0') {
            expect(close);
        }
        return elements;
    }

    private boolean ends(char close) {
        if (close != '\0') {
            return peek(close);
        }
        Matcher end = END.matcher(text).region(at, text.length());
        return end.matches();
    }

    private @Nullable Object braces() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (peek('}')) {
            expect('}');
            return map;
        }
        Object first = value();
        if (!peek(':')) {
            return elements(first, '}');
        }
        expect(':');
        map.put(String.valueOf(first), value());
        while (peek(',')) {
            expect(',');
            if (peek('}')) {
                break;
            }
            Object key = value();
            expect(':');
            map.put(String.valueOf(key), value());
        }
        expect('}');
        return map;
    }

    private Object signed() {
        boolean negative = text.charAt(at) == '-';
        at++;
        skipSpace();
        Object number = number();
        if (!negative) {
            return number;
        }
        return number instanceof BigInteger large
                ? narrow(large.negate())
                : number instanceof Long small
                        ? narrow(BigInteger.valueOf(small).negate())
                        : (Object) (-(Double) number);
    }

    private @Nullable Object unsigned() {
        String string = takeString();
        if (string != null) {
            StringBuilder joined = new StringBuilder(string);
            int end = at;
            for (skipSpace(), string = takeString(); string != null; skipSpace(), string = takeString()) {
                joined.append(string);
                end = at;
            }
            at = end;
            return joined.toString();
        }
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (word.lookingAt()) {
            at = word.end();
            return switch (word.group()) {
                case "None" -> null;
                case "True" -> true;
                case "False" -> false;
                default -> throw new NoLiteral();
            };
        }
        return number();
    }

    private Object number() {
        Matcher real = FLOAT.matcher(text).region(at, text.length());
        if (real.lookingAt()) {
            endOfNumber(real.end());
            return Double.valueOf(real.group().replace("_", ""));
        }
        Matcher whole = INTEGER.matcher(text).region(at, text.length());
        if (!whole.lookingAt()) {
            throw new NoLiteral();
        }
        endOfNumber(whole.end());
        for (Map.Entry<String, Integer> form :
                Map.of("hex", 16, "oct", 8, "bin", 2, "dec", 10).entrySet()) {
            String digits = whole.group(form.getKey());
            if (digits != null) {
                return narrow(new BigInteger(digits.replace("_", ""), form.getValue()));
            }
        }
        throw new NoLiteral();
    }

    private void endOfNumber(int end) {
        if (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "._".indexOf(text.charAt(end)) >= 0)) {
            throw new NoLiteral();
        }
        at = end;
    }

    private static Object narrow(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private @Nullable String takeString() {
        Matcher string = STRING.matcher(text).region(at, text.length());
        if (!string.lookingAt()) {
            return null;
        }
        at = string.end();
        for (String quoted : List.of("a", "b", "c", "d")) {
            String content = string.group(quoted);
            if (content != null) {
                return string.group("prefix").equalsIgnoreCase("r") ? content : unescape(content);
            }
        }
        throw new NoLiteral();
    }

    private static String unescape(String content) {
        return ESCAPE.matcher(content).replaceAll(escape -> Matcher.quoteReplacement(unescaped((Matcher) escape)));
    }

    private static String unescaped(Matcher escape) {
        for (String hex : List.of("x", "u", "w")) {
            if (escape.group(hex) != null) {
                return codePoint(Long.parseLong(escape.group(hex), 16));
            }
        }
        if (escape.group("oct") != null) {
            return codePoint(Long.parseLong(escape.group("oct"), 8));
        }
        if (escape.group("name") != null) {
            try {
                return Character.toString(Character.codePointOf(escape.group("name")));
            } catch (IllegalArgumentException e) {
                throw new NoLiteral();
            }
        }
        return switch (escape.group("one")) {
            case "\n" -> "";
            case "\\", "'", "\"" -> escape.group("one");
            case "a" -> "\u0007";
            case "b" -> "\b";
            case "f" -> "\f";
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "v" -> "\u000b";
            case "x", "u", "U", "N" -> throw new NoLiteral();
            default -> escape.group();
        };
    }

    private static String codePoint(long value) {
        if (value > Character.MAX_CODE_POINT) {
            throw new NoLiteral();
        }
        return Character.toString((int) value);
    }

    private boolean peek(char wanted) {
        skipSpace();
        return at < text.length() && text.charAt(at) == wanted;
    }

    private void expect(char wanted) {
        if (!peek(wanted)) {
            throw new NoLiteral();
        }
        at++;
    }

    private void skipSpace() {
        skip(depth == 0 ? SPACE : SPACE_IN_BRACKETS);
    }

    private void skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
        }
    }
}
