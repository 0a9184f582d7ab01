package io.github.kubecluster.widget;

/** Makes what pods, nodes and users have written safe to stand in HTML. */
final class SafeText {
    private static final int LONGEST = 300;

    private SafeText() {}

    /**
     * Returns {@code text} as HTML that shows it: escaped, without what moves or turns text round (control characters, marks
     * of direction), and cut after {@value #LONGEST} characters.
     */
    static String html(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]+", " ");
        String cut = plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
        return cut.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Returns a link to {@code url}, or the text where that is no address of a page. */
    static String link(String url) {
        String safe = html(url);
        boolean web = url.startsWith("/") || url.startsWith("http://") || url.startsWith("https://");
        return web ? "<a href=\"" + safe + "\" target=\"_blank\" rel=\"noopener\">" + safe + "</a>" : safe;
    }
}
