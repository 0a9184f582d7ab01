package io.github.kubecluster.cluster;

/**
 * One value of the configuration, and where it comes from.
 *
 * @param key the full key, such as {@code kubernetes.name}
 * @param value in words; secrets are concealed
 * @param origin a file, {@code environment variable NAME}, or {@code default}
 * @param remark what the user should know of it; mostly empty
 */
public record ConfigValue(String key, String value, String origin, String remark) {}
