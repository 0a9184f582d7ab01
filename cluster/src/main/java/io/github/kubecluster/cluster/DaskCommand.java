package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A Dask command line that runs with every version of Dask.
 *
 * <p>Published templates start {@code dask-worker}; images of 2026 have only {@code dask worker}. The module behind both
 * ({@code python -m distributed.cli.dask_worker}) is in old and new ones. {@code --no-bokeh}, the name of
 * {@code --no-dashboard} until 2020, is translated.
 */
record DaskCommand(List<String> words) {
    private static final Map<String, String> RENAMED = Map.of("--no-bokeh", "--no-dashboard", "--bokeh", "--dashboard");

    DaskCommand {
        words = List.copyOf(words);
    }

    /** Returns the command that runs a Dask role: {@code worker} or {@code scheduler}. */
    static DaskCommand of(String role) {
        return new DaskCommand(List.of("python", "-m", "distributed.cli.dask_" + role));
    }

    /** Returns all words that a container runs. */
    static List<String> words(Container container) {
        return Stream.concat(container.getCommand().stream(), container.getArgs().stream())
                .toList();
    }

    /** Returns the command of a container that is to run a Dask role, whether or not it says so. */
    DaskCommand as(String role) {
        return words.isEmpty() ? of(role) : parse(words, known -> {});
    }

    /** Reads a container's words; those that are no Dask command stay as they are. */
    static DaskCommand parse(List<String> words, Consumer<String> notice) {
        List<String> translated = new ArrayList<>();
        for (String word : words) {
            String renamed = RENAMED.get(word);
            if (renamed != null) {
                notice.accept("The template's option \"" + word + "\" is called \"" + renamed
                        + "\" today and is passed on under that name. Change it in the template.");
            }
            translated.add(renamed == null ? word : renamed);
        }
        for (String role : List.of("worker", "scheduler")) {
            int length = !translated.isEmpty() && translated.get(0).equals("dask-" + role)
                    ? 1
                    : translated.size() > 1 && translated.subList(0, 2).equals(List.of("dask", role)) ? 2 : 0;
            if (length > 0) {
                List<String> module = new ArrayList<>(of(role).words);
                module.addAll(translated.subList(length, translated.size()));
                return new DaskCommand(module);
            }
        }
        return new DaskCommand(translated);
    }

    /** Tells whether this runs a Dask role, and so understands its options. */
    boolean isDask() {
        return words.stream().anyMatch(word -> word.startsWith("distributed.cli.dask_"));
    }

    /** Returns the command with an option and its value added, unless it has that option already. */
    DaskCommand with(String option, String value) {
        if (!isDask() || words.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + "="))) {
            return this;
        }
        List<String> longer = new ArrayList<>(words);
        longer.add(option);
        longer.add(value);
        return new DaskCommand(longer);
    }

    /** Returns the value of an option; empty where it is not given, or has none. */
    Optional<String> option(String option) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(option + "=")) {
                return Optional.of(words.get(i).substring(option.length() + 1));
            }
            if (words.get(i).equals(option) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Returns the command without those options and their values. */
    DaskCommand without(Collection<String> options) {
        List<String> shorter = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!isDask() || !options.contains(word.replaceFirst("=.*", ""))) {
                shorter.add(word);
            } else if (!word.contains("=")
                    && i + 1 < words.size()
                    && !words.get(i + 1).startsWith("--")) {
                i++;
            }
        }
        return new DaskCommand(shorter);
    }

    DaskCommand with(Map<String, String> options) {
        DaskCommand command = this;
        for (Map.Entry<String, String> option : options.entrySet()) {
            command = command.with(option.getKey(), option.getValue());
        }
        return command;
    }
}
