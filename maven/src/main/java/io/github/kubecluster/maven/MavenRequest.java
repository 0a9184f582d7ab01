package io.github.kubecluster.maven;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of Maven repositories.
 *
 * @param coordinates {@code group:artifact[:extension[:classifier]]:version} each; a version may be a range
 * @param repositories where to look besides those of the settings
 * @param settings in the place of the user's own {@code settings.xml}
 * @param offline whether only what was downloaded before is used; the settings can ask for that, too
 */
public record MavenRequest(List<String> coordinates, List<URI> repositories, Optional<Path> settings, boolean offline) {
    public MavenRequest {
        coordinates = List.copyOf(coordinates);
        repositories = List.copyOf(repositories);
    }
}
