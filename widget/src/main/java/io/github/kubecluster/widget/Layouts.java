package io.github.kubecluster.widget;

/** Sizes that the parts of a cluster's widget share. All of them fit into 600 pixels. */
final class Layouts {
    private Layouts() {}

    static Layout row() {
        return new Layout().with("flex-flow", "row wrap");
    }

    static Layout number() {
        return new Layout().width("170px");
    }

    static Layout button() {
        return new Layout().width("auto").with("min-width", "110px");
    }

    static Layout bar() {
        return new Layout().width("100%").with("max-width", "420px");
    }
}
