package io.github.kubecluster.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * The path and query of a request line as the client wrote them.
 *
 * <p>Dask puts worker addresses and task keys with an encoded slash, percent or hash into its paths, so that what is
 * forwarded must be these characters and no others.
 */
record Target(String path, @Nullable String query) {
    static Target of(HttpURI uri) {
        return new Target(uri.getPath(), uri.getQuery());
    }

    String raw() {
        return query == null ? path : path + "?" + query;
    }

    /**
     * Says whether a server can read this target in one way only: an absolute path of visible ASCII characters, with
     * complete escapes, without control characters, and with no segment that is a dot or two, encoded or not.
     */
    boolean isUnambiguous() {
        return path.startsWith("/")
                && !path.startsWith("//")
                && isVisible(raw())
                && hasCompleteEscapes(raw())
                && path.indexOf('\\') < 0
                && raw().indexOf('#') < 0
                && isSafeOnceDecoded(decode(path));
    }

    /** Returns the path with its escapes decoded, for comparison only. */
    String decodedPath() {
        return decode(path);
    }

    /** Returns this target without the first {@code length} characters of its path. */
    Target after(int length) {
        String rest = path.substring(length);
        return new Target(rest.isEmpty() ? "/" : rest, query);
    }

    /** Decodes the escapes of {@code text}; an incomplete one stands for itself. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                decoded.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                decoded.write(text.charAt(i));
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static boolean hasCompleteEscapes(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (!isEscape(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    private static boolean isSafeOnceDecoded(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
