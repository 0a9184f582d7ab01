package io.github.kubecluster.display;

import java.util.Locale;

/** Shortens text that is too long to be shown, and says so. */
final class Cut {
    private Cut() {}

    /** Returns {@code text}, or its beginning and how long it is. */
    static String to(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "… (" + count(text.length()) + " characters)";
    }

    /** Returns a number with its thousands apart. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
