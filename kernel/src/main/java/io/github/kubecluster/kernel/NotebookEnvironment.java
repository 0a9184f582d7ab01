package io.github.kubecluster.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The environment variables of processes that cells start: those of the kernel, and what {@code %env} sets. */
final class NotebookEnvironment {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(TOKEN|SECRET|PASSWORD|PASSWD|COOKIE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY).*");

    private final Map<String, String> set = new ConcurrentSkipListMap<>();

    void set(String name, String value) {
        set.put(name, value);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(set.get(name)).or(() -> Optional.ofNullable(System.getenv(name)));
    }

    /** Returns all variables, ordered by name. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(set);
        return all;
    }

    /** Returns all as lines, with what may be secrets hidden: notebooks are files that are passed on. */
    String shown() {
        StringBuilder lines = new StringBuilder();
        all().forEach((name, value) -> lines.append(name)
                .append('=')
                .append(SECRET.matcher(name).matches() ? "****" : value)
                .append('\n'));
        return lines.toString().stripTrailing();
    }
}
