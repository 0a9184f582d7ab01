package io.github.kubecluster.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites where the dashboard sends the browser next.
 *
 * <p>A place on the dashboard itself becomes {@code //host/prefix/path}. It is the one form that jupyter-server-proxy,
 * old and new, leaves as it is: to anything without an authority the newer ones add their prefix a second time.
 */
final class Locations {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(#.*)?"); // RFC 3986, appendix B
    private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

    private Locations() {}

    /**
     * Returns the {@code Location} for the browser.
     *
     * @param location what the upstream answered to {@code route}
     * @return null if it is nothing that a browser should follow, such as a script
     */
    static @Nullable String rewrite(String location, Route route, PublicAddress address) {
        Matcher parts = REFERENCE.matcher(location);
        if (!VISIBLE.matcher(location).matches() || !parts.matches()) {
            return null;
        }
        String scheme = parts.group(1);
        String authority = parts.group(2);
        if (scheme != null && (authority == null || !scheme.matches("(?i)https?"))) {
            return null;
        }
        if (authority != null) {
            String urlScheme = scheme == null ? route.upstream().scheme() : scheme;
            if (authority.isEmpty() || authority.indexOf('\\') >= 0) {
                return null;
            }
            if (!route.upstream().isAt(urlScheme, authority)) {
                return location;
            }
        }
        return "//" + address.authority() + address.prefix() + route.mount() + resolve(parts, route.target());
    }

    private static String resolve(Matcher parts, Target base) {
        String path = parts.group(3);
        String query = orEmpty(parts.group(4));
        String fragment = orEmpty(parts.group(5));
        if (path.isEmpty() && parts.group(2) == null) {
            String kept = query.isEmpty() && base.query() != null ? "?" + base.query() : query;
            return base.path() + kept + fragment;
        }
        String directory = base.path().substring(0, base.path().lastIndexOf('/') + 1);
        String whole = path.startsWith("/") || parts.group(2) != null ? path : directory + path;
        return normalised(whole) + query + fragment;
    }

    /** Removes dot segments; what would lead above the root ends there. */
    private static String normalised(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String last = "";
        for (String segment : path.replaceFirst("^/+", "").split("/", -1)) {
            last = Target.decode(segment);
            if (last.equals("..")) {
                kept.pollLast();
            } else if (!last.equals(".")) {
                kept.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", kept);
        boolean directory = (last.equals("..") || last.equals(".")) && !joined.endsWith("/");
        return directory ? joined + "/" : joined;
    }

    private static String orEmpty(@Nullable String part) {
        return part == null ? "" : part;
    }
}
