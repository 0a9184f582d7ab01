package io.github.kubecluster.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes any text a part of a Kubernetes name, as kubespawner's "safe" slug scheme does (kubespawner 7, {@code slugs.py}):
 * what is a valid label already stays as it is; all else is reduced to letters, digits and hyphens and gets three hyphens
 * and eight digits of its SHA-256, so that two texts never share a slug.
 */
final class Slug {
    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    /** Kubernetes: "Labels and Selectors", syntax of values. */
    private static final Pattern LABEL_VALUE = Pattern.compile("(?:[a-zA-Z0-9](?:[-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)?");

    private static final int LABEL_VALUE_SLUG = 32;
    private static final int DIGITS = 8;
    private static final String MARK = "---";
    private static final int SUFFIX = MARK.length() + DIGITS;

    private Slug() {}

    /**
     * Returns the slug of {@code text}.
     *
     * @param limit the most characters that the slug may have, at least twelve
     */
    static String of(String text, int limit) {
        if (text.length() <= limit && !text.contains("--") && isLabel(text)) {
            return text;
        }
        int room = limit - SUFFIX;
        String kept =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^-", "");
        String head = truncated(kept, room).replaceFirst("-$", "");
        if (!head.isEmpty() && !Character.isLetter(head.charAt(0))) {
            head = "x-" + truncated(head, room - 2);
        }
        return (head.isEmpty() ? "x" : head) + MARK + hash(text);
    }

    private static String truncated(String text, int limit) {
        return text.substring(0, Math.min(text.length(), limit));
    }

    /** Returns the value of a label that stands for {@code text}: the text itself where labels may hold it, else its slug. */
    static String labelValue(String text) {
        return LABEL_VALUE.matcher(text).matches() && !text.contains("--") ? text : of(text, LABEL_VALUE_SLUG);
    }

    /** Tells whether {@code text} is a label by RFC 1035: lower case, a letter first, no hyphen last. */
    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }
}
