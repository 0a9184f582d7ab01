package io.github.kubecluster.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $NAME} and {@code ${NAME}} in the text values of a template, as Python's {@code os.path.expandvars}
 * does for Dask's templates: names that are not set stay as written, map keys are left alone, and so is Kubernetes' own
 * {@code $(NAME)}. Beyond that, {@code ${NAME:-default}} gives a default, as in a POSIX shell. For one template.
 */
final class Variables {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:(?<bare>[A-Za-z_]\\w*)|\\{(?<braced>[A-Za-z_]\\w*)(?::-(?<fallback>[^}]*))?})");

    private final @Nullable Map<String, String> environment;
    private final List<String> unresolved = new ArrayList<>();

    Variables(@Nullable Map<String, String> environment) {
        this.environment = environment;
    }

    /** Leaves all text as it is. */
    static Variables none() {
        return new Variables(null);
    }

    @Nullable
    Object expand(@Nullable Object node) {
        return expand(node, "");
    }

    String expand(String text) {
        return expandText(text, "");
    }

    /** Returns a sentence for each name that was not set where it was used. */
    List<String> unresolved() {
        return List.copyOf(unresolved);
    }

    private @Nullable Object expand(@Nullable Object node, String path) {
        if (node instanceof String text) {
            return expandText(text, path);
        } else if (node instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> expanded = new LinkedHashMap<>();
            map.forEach((key, value) -> expanded.put(key, expand(value, path.isEmpty() ? "" + key : path + "." + key)));
            return expanded;
        } else if (node instanceof List<?> list) {
            List<@Nullable Object> expanded = new ArrayList<>();
            list.forEach(element -> expanded.add(expand(element, path + "[" + expanded.size() + "]")));
            return expanded;
        }
        return node;
    }

    private String expandText(String text, String path) {
        return environment == null
                ? text
                : REFERENCE
                        .matcher(text)
                        .replaceAll(
                                reference -> Matcher.quoteReplacement(valueOf((Matcher) reference, environment, path)));
    }

    private String valueOf(Matcher reference, Map<String, String> environment, String path) {
        String bare = reference.group("bare");
        String name = bare != null ? bare : reference.group("braced");
        String value = environment.get(name);
        String fallback = reference.group("fallback");
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        if (value == null) {
            unresolved.add("\"" + reference.group() + "\" in \"" + path
                    + "\" is the name of no environment variable and stays as it is."
                    + Spelling.nearest(name, environment.keySet())
                            .map(nearest -> " Did you mean \"" + nearest + "\"?")
                            .orElse(""));
            return reference.group();
        }
        return value;
    }
}
