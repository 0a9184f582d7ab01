package io.github.kubecluster.dask;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the scheduler runs on.
 *
 * @param packages the versions of Python ({@code python}) and of its packages by name, such as {@code dask} and
 *     {@code numpy}; what is not installed there is absent
 */
public record Versions(Map<String, String> packages) {
    /** Copies {@code packages}. */
    public Versions {
        packages = Map.copyOf(packages);
    }

    static Versions from(Fields reply) {
        Map<String, String> packages = new TreeMap<>();
        reply.fields("packages").map().forEach((name, version) -> {
            if (version != null) {
                packages.put(name.toString(), version.toString());
            }
        });
        return new Versions(packages);
    }

    /** Returns the version of distributed, the package of scheduler and workers, such as {@code 2026.8.0}. */
    public String distributed() {
        return Objects.requireNonNullElse(packages.get("distributed"), "unknown");
    }

    /** Returns the version of Python, such as {@code 3.11.2.final.0}. */
    public String python() {
        return Objects.requireNonNullElse(packages.get("python"), "unknown");
    }
}
