package io.github.kubecluster.widget;

import java.util.Locale;

/** What the colour of a button or a bar means. */
public enum Style {
    PLAIN,
    PRIMARY,
    SUCCESS,
    INFO,
    WARNING,
    DANGER;

    String word() {
        return this == PLAIN ? "" : name().toLowerCase(Locale.ROOT);
    }
}
