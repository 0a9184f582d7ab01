package io.github.kubecluster.widget;

/** HTML to be shown. It is not escaped: pass none that others have written. */
public final class HTML extends ValueWidget<String, HTML> {
    private HTML(String html) {
        super(ModelKind.control("HTML"));
        model().set("value", html);
    }

    /** Returns a widget that shows {@code html}. */
    public static HTML of(String html) {
        return new HTML(html);
    }

    @Override
    String read(Object wire) {
        return Words.of(wire);
    }
}
