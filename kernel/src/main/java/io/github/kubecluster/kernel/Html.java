package io.github.kubecluster.kernel;

/** Makes text safe to stand in HTML. */
final class Html {
    private Html() {}

    /** Returns {@code text} with the five characters replaced that mean something in HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
