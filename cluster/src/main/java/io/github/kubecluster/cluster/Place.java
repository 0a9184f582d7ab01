package io.github.kubecluster.cluster;

/**
 * Where the pods of a cluster run, and why there.
 *
 * @param kind Kubernetes, or processes of this machine in its place
 * @param description the place in words, such as {@code Kubernetes context "prod", namespace "analytics"}
 * @param reason why this place was chosen, in words that fit after the description
 */
public record Place(Kind kind, String description, String reason) {
    /** The two kinds of places. */
    public enum Kind {
        LOCAL,
        KUBERNETES
    }
}
