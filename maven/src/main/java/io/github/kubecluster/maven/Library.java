package io.github.kubecluster.maven;

import java.nio.file.Path;

/**
 * A file of a Maven repository.
 *
 * @param id what stays the same in other versions, such as {@code org.example:tool}
 * @param version such as {@code 1.2.0}
 * @param file where it is on this machine
 */
public record Library(String id, String version, Path file) {}
