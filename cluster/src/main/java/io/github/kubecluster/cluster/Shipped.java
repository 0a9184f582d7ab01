package io.github.kubecluster.cluster;

import java.io.InputStream;

/** The files that this library brings along in its jar. */
final class Shipped {
    private Shipped() {}

    /** Opens the file of this name beside the classes of this package; the caller closes it. */
    static InputStream open(String name) {
        InputStream file = Shipped.class.getResourceAsStream(name);
        if (file == null) {
            throw new IllegalStateException("The jar of this library lacks \"" + name + "\". Build it again.");
        }
        return file;
    }
}
