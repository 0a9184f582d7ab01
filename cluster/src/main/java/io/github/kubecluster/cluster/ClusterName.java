package io.github.kubecluster.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a cluster's name from its template, such as {@code dask-{JUPYTERHUB_USER}-{uuid}}.
 *
 * <p>A field in braces is {@code {user}}, the login name; {@code {hubuser}}, the hub's user, elsewhere the login name;
 * {@code {uuid}}, ten random digits; or any environment variable.
 * Each field is made safe by itself, so that a long user name never cuts off the {@code {uuid}} behind it. The whole is a
 * label by RFC 1035 that leaves room for the longest suffix that is put behind it.
 */
final class ClusterName {
    /** 63 characters of a label, less {@code -worker-} and eight digits. */
    static final int LIMIT = 63 - 16;

    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
    private static final int UUID_DIGITS = 10;
    private static final int SHORTEST_FIELD = 14;

    private final String template;
    private final Map<String, String> environment;
    private final Supplier<String> uuid;

    ClusterName(String template, Map<String, String> environment, Supplier<String> uuid) {
        this.template = template;
        this.environment = environment;
        this.uuid = uuid;
    }

    /** Returns the template that holds where the user gives none: on a hub everybody's login name is the same. */
    static String standardTemplate(Map<String, String> environment) {
        return environment.containsKey("JUPYTERHUB_USER") ? "dask-{JUPYTERHUB_USER}-{uuid}" : "dask-{user}-{uuid}";
    }

    /** Returns whose the clusters of this process are: on a hub the hub's user. */
    static String user(Map<String, String> environment) {
        return environment.getOrDefault("JUPYTERHUB_USER", login());
    }

    private static String login() {
        return System.getProperty("user.name", "user");
    }

    static String randomDigits() {
        return java.util.UUID.randomUUID().toString().replace("-", "").substring(0, UUID_DIGITS);
    }

    /** Tells whether {@link #next} can give another name when one is taken. */
    boolean varies() {
        return template.contains("{uuid}");
    }

    /** Returns a name; a new one at each call where the template holds {@code {uuid}}. */
    String next() {
        List<String> fields = new ArrayList<>();
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            fields.add(matcher.group(1));
        }
        int literal = FIELD.matcher(template).replaceAll("").length();
        long uuids = fields.stream().filter("uuid"::equals).count();
        long others = fields.size() - uuids;
        long room = LIMIT - literal - uuids * UUID_DIGITS;
        int each = (int) Math.min(LIMIT, others == 0 ? LIMIT : room / others);
        if (room < 0 || (others > 0 && each < SHORTEST_FIELD)) {
            throw new IllegalArgumentException("Cluster name \"" + template + "\" is too long: " + LIMIT
                    + " characters are there for it, of which a field takes " + SHORTEST_FIELD
                    + " or more. Shorten the fixed part.");
        }
        String name =
                FIELD.matcher(template).replaceAll(field -> Matcher.quoteReplacement(value(field.group(1), each)));
        return Slug.isLabel(name) ? name : Slug.of(name, LIMIT);
    }

    private String value(String field, int limit) {
        if (field.equals("uuid")) {
            return uuid.get();
        }
        String raw = switch (field) {
            case "user" -> login();
            case "hubuser" -> user(environment);
            default -> environment.get(field);
        };
        if (raw == null) {
            TreeSet<String> known = new TreeSet<>(environment.keySet());
            known.addAll(List.of("user", "hubuser", "uuid"));
            throw new IllegalArgumentException(
                    "Cluster name \"" + template + "\" holds the unknown field {" + field + "}. "
                            + Spelling.nearest(field, known)
                                    .map(nearest -> "Did you mean {" + nearest + "}?")
                                    .orElse("Use {user}, {hubuser}, {uuid} or an environment variable that is set."));
        }
        return Slug.of(raw, limit);
    }
}
