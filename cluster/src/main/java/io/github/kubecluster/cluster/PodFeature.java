package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.UnaryOperator;

/** One aspect of a pod: takes a pod and returns it with that aspect added. Features do no I/O. */
@FunctionalInterface
interface PodFeature extends UnaryOperator<Pod> {
    /** Folds features over a pod, in their order. */
    static Pod fold(Pod pod, Iterable<PodFeature> features) {
        Pod folded = pod;
        for (PodFeature feature : features) {
            folded = feature.apply(folded);
        }
        return folded;
    }
}
