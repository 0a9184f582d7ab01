package io.github.kubecluster.widget;

/** Pages with a row of titles above. */
public final class Tab extends Pages<Tab> {
    private Tab() {
        super("Tab", 0);
    }

    /** Returns one that has no pages yet. */
    public static Tab of() {
        return new Tab();
    }

    /** Returns one with a first page. */
    public static Tab of(String title, Widget<?> page) {
        return new Tab().add(title, page);
    }
}
