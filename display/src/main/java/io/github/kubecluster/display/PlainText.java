package io.github.kubecluster.display;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HTML as text: paragraphs, lists and code by lines, the rest in words. */
final class PlainText {
    private static final Pattern PRE = Pattern.compile("(?s)<pre>(?<code>.*?)</pre>");

    private PlainText() {}

    static String of(String html) {
        StringBuilder text = new StringBuilder();
        Matcher code = PRE.matcher(html);
        int end = 0;
        while (code.find()) {
            text.append(flowing(html.substring(end, code.start())))
                    .append("\n")
                    .append(code.group("code").replaceAll("<[^>]*>", ""))
                    .append("\n");
            end = code.end();
        }
        text.append(flowing(html.substring(end)));
        return unescaped(text.toString()).replaceAll("\n{3,}", "\n\n").strip();
    }

    private static String flowing(String html) {
        return html.replaceAll("\\s+", " ")
                .replaceAll(" ?<(p|ul|ol|dl|table|blockquote)> ?", "\n\n")
                .replaceAll(" ?</(ul|ol|dl|table|blockquote)> ?", "\n\n")
                .replaceAll(" ?<li> ?", "\n- ")
                .replaceAll(" ?<(dt|tr|br)> ?", "\n")
                .replaceAll(" ?<dd> ?", ": ")
                .replaceAll(" ?</(td|th)> ?", "  ")
                .replaceAll("<[^>]*>", "");
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#47;", "/")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }
}
