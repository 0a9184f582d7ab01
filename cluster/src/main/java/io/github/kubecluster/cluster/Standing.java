package io.github.kubecluster.cluster;

/** How this process came to a cluster, on which it depends what may be done with it from here. */
enum Standing {
    /** It has launched it, or will. */
    LAUNCHED,
    /** It has attached to one that this library has launched. */
    ATTACHED,
    /** It has attached to one that somebody else has deployed: to compute on and to look at. */
    GUEST
}
