package io.github.kubecluster.dask;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dask's own configuration, read as Python's {@code dask.config} reads it, so that files and variables that a site has for
 * Dask hold here too.
 *
 * <p>Later wins: {@code DASK_ROOT_CONFIG} or {@code /etc/dask}; {@code etc/dask} below the prefix of the Python that
 * KUBECLUSTER_PYTHON names, and below that of the kernelspec; {@code ~/.config/dask}; the file or directory that
 * {@code DASK_CONFIG} names; variables such as {@code DASK_KUBERNETES__NAME} for {@code kubernetes.name}. Mappings are merged
 * key by key; hyphen and underscore are the same in a key. Names that Dask gave up for others are not followed. Immutable.
 *
 * @see <a href="https://docs.dask.org/en/stable/configuration.html">Dask: Configuration</a>
 */
public final class DaskConfig {
    /** The directory of the kernelspec that started this process: PREFIX/share/jupyter/kernels/NAME. */
    private static final String KERNELSPEC = "kubecluster.kernelspec";

    private final ConfigTree tree;
    private final List<String> places;

    private DaskConfig(ConfigTree tree, List<String> places) {
        this.tree = tree;
        this.places = List.copyOf(places);
    }

    /**
     * One value and where it comes from.
     *
     * @param key the full key, such as {@code kubernetes.name}
     * @param value text, a number, a truth value or a list; null where the key stands without a value
     * @param origin the file, or {@code environment variable NAME}
     */
    public record Setting(String key, @Nullable Object value, String origin) {}

    /**
     * Reads the configuration of this process.
     *
     * @throws IllegalArgumentException if a file is not YAML or holds no mapping, or two variables contradict each other;
     *     the message says which, and what to do
     */
    public static DaskConfig load(Map<String, String> environment) {
        List<Path> prefixes = new ArrayList<>();
        ancestor(environment.get("KUBECLUSTER_PYTHON"), 2).ifPresent(prefixes::add);
        ancestor(System.getProperty(KERNELSPEC), 4).ifPresent(prefixes::add);
        return load(environment, prefixes);
    }

    /** Reads the configuration, with {@code etc/dask} below each of {@code prefixes}; see {@link #load(Map)}. */
    static DaskConfig load(Map<String, String> environment, List<Path> prefixes) {
        List<String> places = places(environment, prefixes);
        ConfigTree tree = ConfigTree.of(environment);
        List<ConfigFile> files = ConfigFile.in(places);
        for (int i = files.size() - 1; i >= 0; i--) {
            tree.addBelow(files.get(i).content(), files.get(i).path());
        }
        return new DaskConfig(tree, places);
    }

    /** Returns the value of a key: text, a number, a truth value, a list or a map; empty where nothing gives it one. */
    public Optional<Object> get(String key) {
        return Optional.ofNullable(tree.get(key));
    }

    /** Returns all values below a key, or of the key itself, sorted by key. */
    public List<Setting> settings(String key) {
        return tree.settings(key);
    }

    /** Returns the files and directories that are looked into; later ones win. */
    public List<String> places() {
        return places;
    }

    private static List<String> places(Map<String, String> environment, List<Path> prefixes) {
        List<String> places = new ArrayList<>();
        places.add(environment.getOrDefault("DASK_ROOT_CONFIG", "/etc/dask"));
        prefixes.forEach(
                prefix -> places.add(prefix.resolve("etc").resolve("dask").toString()));
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        places.add(Path.of(home, ".config", "dask").toString());
        String named = environment.get("DASK_CONFIG");
        if (named != null) {
            places.add(named);
        }
        return withoutRepetition(places);
    }

    /** A place that is named twice counts where it stands last. */
    private static List<String> withoutRepetition(List<String> places) {
        Collections.reverse(places);
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(places));
        Collections.reverse(distinct);
        return distinct;
    }

    private static Optional<Path> ancestor(@Nullable String absolute, int levels) {
        Path path = absolute == null || !Path.of(absolute).isAbsolute() ? null : Path.of(absolute);
        for (int i = 0; i < levels && path != null; i++) {
            path = path.getParent();
        }
        return Optional.ofNullable(path);
    }
}
