package io.github.kubecluster.dask;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file of Dask's configuration.
 *
 * @param path where it is
 * @param content what it holds
 */
record ConfigFile(String path, Map<?, ?> content) {
    private static final System.Logger LOG = System.getLogger(ConfigFile.class.getName());
    private static final Set<String> ENDINGS = Set.of(".json", ".yaml", ".yml");

    /** Reads the files at {@code places}, and of directories there all that end like YAML or JSON, sorted by name. */
    static List<ConfigFile> in(List<String> places) {
        List<ConfigFile> files = new ArrayList<>();
        for (String place : places) {
            if (place.isEmpty() || !Files.exists(Path.of(place))) {
                continue;
            }
            for (Path file :
                    Files.isDirectory(Path.of(place)) ? inDirectory(Path.of(place)) : List.of(Path.of(place))) {
                read(file, files);
            }
        }
        return files;
    }

    private static List<Path> inDirectory(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(ConfigFile::isConfiguration).sorted().toList();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Dask's configuration in \"" + directory + "\" cannot be read", e);
            return List.of();
        }
    }

    private static boolean isConfiguration(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot).toLowerCase(Locale.ROOT));
    }

    /** Reads one file; one that this user may not read is left out, as Dask does. */
    private static void read(Path file, List<ConfigFile> files) {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "Dask configuration file \"" + file + "\" is not text in UTF-8. Save it as UTF-8.", e);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Dask configuration file \"" + file + "\" cannot be read", e);
            return;
        }
        Object content = PythonYaml.parse("Dask configuration file \"" + file + "\"", text);
        if (content instanceof Map<?, ?> map) {
            files.add(new ConfigFile(file.toString(), map));
        } else if (content != null) {
            throw new IllegalArgumentException(
                    "Dask configuration file \"" + file
                            + "\" holds no mapping. Write keys and values, such as \"kubernetes:\" and below it \"  name: …\".");
        }
    }
}
