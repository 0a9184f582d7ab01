package io.github.kubecluster.widget;

/** HTML to be shown. It is not escaped: pass none that others have written. */
public final class HTML extends TextWidget<HTML> {
    private HTML(String html) {
        super("HTML", html);
    }

    /** Returns a widget that shows {@code html}. */
    public static HTML of(String html) {
        return new HTML(html);
    }
}
