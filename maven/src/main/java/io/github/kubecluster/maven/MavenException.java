package io.github.kubecluster.maven;

import java.util.List;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;

/** Says which library cannot be had, from where, and what to do. */
public final class MavenException extends RuntimeException {
    private MavenException(String message, Throwable cause) {
        super(message, cause);
    }

    static MavenException of(List<String> coordinates, Exception failure) {
        Throwable reason = reason(failure);
        String asked = String.join(
                ", ", coordinates.stream().map(each -> "\"" + each + "\"").toList());
        return new MavenException(
                "Cannot find " + asked + ": " + withoutSecrets(String.valueOf(reason.getMessage())) + ". "
                        + advice(reason),
                failure);
    }

    /** Returns the failure that tells most: that of a file, if there is one, else the last cause. */
    private static Throwable reason(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null && !(last instanceof ArtifactTransferException)) {
            last = last.getCause();
        }
        return last;
    }

    private static String advice(Throwable reason) {
        return reason instanceof ArtifactNotFoundException
                ? "Correct the coordinates, or name the repository that has it: %maven --repository URL …"
                : "Check the network, and the mirrors, proxies and credentials of ~/.m2/settings.xml.";
    }

    private static String withoutSecrets(String text) {
        return text.replaceAll("//[^/@\\s]+@", "//").replaceAll("[.]$", "");
    }
}
