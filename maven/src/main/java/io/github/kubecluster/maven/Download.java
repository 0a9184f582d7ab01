package io.github.kubecluster.maven;

/**
 * A file that is being downloaded, or has been.
 *
 * @param file its name
 * @param repository the id of the repository it comes from, as the settings have it
 * @param bytes how much has come
 * @param total how much will have come, -1 if the repository does not say
 */
public record Download(String file, String repository, long bytes, long total) {
    /** Returns such as {@code tool-1.2.0.jar from central, 1.5 of 3.0 MB}. */
    @Override
    public String toString() {
        String of = total < 0 ? "" : " of " + megabytes(total);
        return file + " from " + repository + ", " + megabytes(bytes) + of + " MB";
    }

    private static String megabytes(long bytes) {
        long tenths = Math.round(bytes / 100_000.0);
        return tenths / 10 + "." + tenths % 10;
    }
}
