package io.github.kubecluster.cluster;

/**
 * Sets on every new builder what the program around this library knows better, such as how a browser gets to a dashboard.
 * Found through {@link java.util.ServiceLoader}, by the class loader of this library.
 */
@FunctionalInterface
public interface KubeClusterDefaults {
    /** Sets defaults on a new builder; what the user sets afterwards wins. */
    void apply(KubeClusterBuilder builder);
}
