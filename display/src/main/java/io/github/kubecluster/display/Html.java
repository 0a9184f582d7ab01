package io.github.kubecluster.display;

/** Makes text safe to stand in HTML. */
public final class Html {
    private Html() {}

    /** Returns {@code text} with the five characters replaced that mean something in HTML. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
