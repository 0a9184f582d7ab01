package io.github.kubecluster.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

    DaskCommand with(Map<String, String> options) {
        DaskCommand command = this;
        for (Map.Entry<String, String> option : options.entrySet()) {
            command = command.with(option.getKey(), option.getValue());
        }
        return command;
    }
}
