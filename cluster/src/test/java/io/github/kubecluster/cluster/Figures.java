package io.github.kubecluster.cluster;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What measurements are told in. */
final class Figures {
    private Figures() {}

    /** Returns the middle one of a figure of all rounds; of two in the middle, what is between them. */
    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
