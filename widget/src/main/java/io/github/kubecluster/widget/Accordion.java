package io.github.kubecluster.widget;

/** Pages that fold out below their titles; none is open at first. */
public final class Accordion extends Pages<Accordion> {
    private Accordion() {
        super("Accordion", null);
    }

    /** Returns one that has no pages yet. */
    public static Accordion of() {
        return new Accordion();
    }

    /** Returns one with a first page. */
    public static Accordion of(String title, Widget<?> page) {
        return new Accordion().add(title, page);
    }
}
