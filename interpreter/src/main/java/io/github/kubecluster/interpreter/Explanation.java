package io.github.kubecluster.interpreter;

import java.util.Optional;

/**
 * What a name in code stands for.
 *
 * @param signature such as {@code int Math.max(int a, int b)}
 * @param javadoc the text of its documentation comment, unless it has none or there are no sources of it
 */
public record Explanation(String signature, Optional<String> javadoc) {
    /** Returns this explanation, with the comment from a jar of sources if it has none. */
    Explanation orComment(SourceJars sources) {
        return new Explanation(signature, javadoc.or(() -> sources.comment(signature)));
    }
}
