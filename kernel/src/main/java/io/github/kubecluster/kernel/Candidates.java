package io.github.kubecluster.kernel;

import java.util.Iterator;
import java.util.List;

/** What completes the value of an argument, where that depends on what was written before it. */
interface Candidates extends Iterable<String> {
    /** Returns the values that may come after {@code words} of the same line. */
    List<String> after(List<String> words);

    @Override
    default Iterator<String> iterator() {
        return after(List.of()).iterator();
    }
}
