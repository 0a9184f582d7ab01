package io.github.kubecluster.dask;

import io.github.kubecluster.dask.DaskConfig.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A nested mapping whose values know where they come from, merged by the rules of {@code dask/config.py}. */
final class ConfigTree {
    private static final String PREFIX = "DASK_";

    /** Keys in the spelling that came first; each value is a {@link ConfigTree} or a {@link Leaf}. */
    private final Map<String, Object> nodes = new LinkedHashMap<>();

    private record Leaf(@Nullable Object value, String origin) {}

    /** Reads the variables whose names begin with DASK_, two underscores between the keys ({@code collect_env}). */
    static ConfigTree of(Map<String, String> environment) {
        ConfigTree tree = new ConfigTree();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                String key = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                tree.assign(List.of(key.replace("__", ".").split("\\.", -1)), PythonLiteral.interpret(value), name);
            }
        });
        return tree;
    }

    /**
     * Adds what this tree does not have yet ({@code update} with priority "old"). As there, a mapping takes the place of a
     * value that is no mapping.
     */
    void addBelow(Map<?, ?> lower, String origin) {
        lower.forEach((key, value) -> {
            String name = canonical(String.valueOf(key));
            if (value instanceof Map<?, ?> mapping) {
                ConfigTree there = nodes.get(name) instanceof ConfigTree tree ? tree : new ConfigTree();
                there.addBelow(mapping, origin);
                nodes.put(name, there);
            } else {
                nodes.putIfAbsent(name, new Leaf(value, origin));
            }
        });
    }

    @Nullable
    Object get(String key) {
        Object node = this;
        for (String part : key.split("\\.", -1)) {
            node = node instanceof ConfigTree tree ? tree.nodes.get(tree.canonical(part)) : null;
        }
        return node == null ? null : plain(node);
    }

    List<Setting> settings(String key) {
        Object node = this;
        StringBuilder path = new StringBuilder();
        for (String part : key.isEmpty() ? new String[0] : key.split("\\.", -1)) {
            String name = node instanceof ConfigTree tree ? tree.canonical(part) : part;
            node = node instanceof ConfigTree tree ? tree.nodes.get(name) : null;
            path.append(path.isEmpty() ? "" : ".").append(name);
        }
        List<Setting> settings = new ArrayList<>();
        if (node != null) {
            collect(path.toString(), node, settings);
        }
        settings.sort(Comparator.comparing(Setting::key));
        return settings;
    }

    private void assign(List<String> keys, @Nullable Object value, String variable) {
        String name = canonical(keys.get(0));
        if (keys.size() > 1) {
            if (!(nodes.computeIfAbsent(name, absent -> new ConfigTree()) instanceof ConfigTree tree)) {
                throw new IllegalArgumentException("Environment variable " + variable + " sets a key below \"" + name
                        + "\", to which another DASK_ variable gives a single value. Unset one of them.");
            }
            tree.assign(keys.subList(1, keys.size()), value, variable);
        } else if (value instanceof Map<?, ?> mapping) {
            ConfigTree tree = new ConfigTree();
            tree.addBelow(mapping, origin(variable));
            nodes.put(name, tree);
        } else {
            nodes.put(name, new Leaf(value, origin(variable)));
        }
    }

    private static String origin(String variable) {
        return "environment variable " + variable;
    }

    /** The spelling of a key that is there already: hyphens or underscores throughout ({@code canonical_name}). */
    private String canonical(String key) {
        if (nodes.containsKey(key)) {
            return key;
        }
        String other = key.contains("_") ? key.replace('_', '-') : key.replace('-', '_');
        return nodes.containsKey(other) ? other : key;
    }

    private static @Nullable Object plain(Object node) {
        if (node instanceof ConfigTree tree) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            tree.nodes.forEach((key, value) -> map.put(key, plain(value)));
            return map;
        }
        return ((Leaf) node).value();
    }

    private static void collect(String path, Object node, List<Setting> settings) {
        if (node instanceof ConfigTree tree) {
            String prefix = path.isEmpty() ? "" : path + ".";
            tree.nodes.forEach((key, value) -> collect(prefix + key, value, settings));
        } else {
            settings.add(new Setting(path, ((Leaf) node).value(), ((Leaf) node).origin()));
        }
    }
}
