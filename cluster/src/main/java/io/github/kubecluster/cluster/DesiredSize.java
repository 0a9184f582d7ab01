package io.github.kubecluster.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size that a cluster is to have, as text that lies with the cluster: {@code 7} workers, or {@code 0-10} for adaptive
 * scaling between two bounds. Who wants another size writes it there, and the cluster's owner does it.
 */
final class DesiredSize {
    private static final Pattern FIXED = Pattern.compile("\\s*(\\d{1,6})\\s*");
    private static final Pattern BOUNDS = Pattern.compile("\\s*(\\d{1,6})\\s*-\\s*(\\d{1,6})\\s*");

    private DesiredSize() {}

    static String text(Scaling scaling) {
        return scaling instanceof Scaling.Adaptive bounds
                ? bounds.minimum() + "-" + bounds.maximum()
                : String.valueOf(scaling.initialWorkers());
    }

    /** @throws IllegalArgumentException if {@code text} is no size */
    static Scaling parse(String text) {
        Matcher fixed = FIXED.matcher(text);
        if (fixed.matches()) {
            return new Scaling.Fixed(Integer.parseInt(fixed.group(1)));
        }
        Matcher bounds = BOUNDS.matcher(text);
        if (bounds.matches()) {
            return new Scaling.Adaptive(Integer.parseInt(bounds.group(1)), Integer.parseInt(bounds.group(2)));
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is no size of a cluster. Write a number of workers, such as 7, or two bounds, such as 0-10.");
    }
}
