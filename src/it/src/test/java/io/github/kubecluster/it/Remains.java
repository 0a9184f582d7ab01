package io.github.kubecluster.it;

import java.util.List;

/** Finds what is left of a cluster. */
@FunctionalInterface
interface Remains {
    /** Names every object, process and file that belongs to the cluster. */
    List<String> of(String cluster);
}
