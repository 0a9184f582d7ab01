package io.github.kubecluster.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text of a file of {@code src/deploy}, comments included, that is filled in for one place. */
record ShippedManifest(String text) {
    static ShippedManifest of(String name) {
        try (InputStream file = Shipped.open(name)) {
            return new ShippedManifest(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read \"" + name + "\" from the jar of this library.", e);
        }
    }

    /** Puts {@code filled} in the place of each {@code found}, which must be there. */
    ShippedManifest with(String found, String filled) {
        if (!text.contains(found)) {
            throw new IllegalStateException("A file of src/deploy lacks \"" + found + "\", which is to be filled in.");
        }
        return new ShippedManifest(text.replace(found, filled));
    }

    /** Names the namespace of all objects. */
    ShippedManifest inNamespace(String namespace) {
        return with("\nmetadata:\n", "\nmetadata:\n  namespace: " + quoted(namespace) + "\n");
    }

    /** Returns a text as YAML has it when it is not to be taken for anything else. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
