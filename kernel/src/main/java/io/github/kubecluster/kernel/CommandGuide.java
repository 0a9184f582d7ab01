package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Reads from a command line's own description what it may be given. */
final class CommandGuide implements MagicGuide {
    private final Supplier<CommandLine> line;

    CommandGuide(Supplier<CommandLine> line) {
        this.line = line;
    }

    @Override
    public List<Word> words(List<String> before, String begun) {
        Reading reading = Reading.of(line.get().getCommandSpec(), before);
        int value = begun.indexOf('=') + 1;
        OptionSpec option = value > 0 ? reading.command.findOption(begun.substring(0, value - 1)) : null;
        if (option != null) {
            String name = begun.substring(0, value);
            return values(option, before, begun.substring(value))
                    .map(word -> new Word(name + word.text(), word.kind(), word.signature()))
                    .toList();
        }
        Stream<Word> values = reading.expected.stream().flatMap(expected -> values(expected, before, begun));
        Stream<Word> others = reading.needsValue ? Stream.empty() : others(reading, begun);
        return Stream.concat(values, others).toList();
    }

    @Override
    public String help(List<String> words) {
        CommandSpec command = Reading.of(line.get().getCommandSpec(), words).command;
        return command.commandLine().getUsageMessage(Ansi.OFF).stripTrailing();
    }

    private static Stream<Word> others(Reading reading, String begun) {
        Stream<Word> verbs = reading.command.subcommands().entrySet().stream()
                .map(verb -> new Word(
                        verb.getKey(), "magic", described(verb.getValue().getCommandSpec())));
        Stream<Word> options = reading.command.options().stream()
                .filter(option -> option.isMultiValue() || !reading.given.contains(option))
                .map(option -> new Word(option.longestName(), "param", described(option)));
        return Stream.concat(verbs, options).filter(word -> word.text().startsWith(begun));
    }

    private static Stream<Word> values(ArgSpec argument, List<String> before, String begun) {
        Iterable<String> candidates = argument.completionCandidates() instanceof Candidates found
                ? found.after(before)
                : argument.completionCandidates();
        if (candidates != null) {
            return StreamSupport.stream(candidates.spliterator(), false)
                    .filter(value -> value.startsWith(begun))
                    .map(value -> new Word(value, "value", described(argument)));
        }
        boolean isFile = argument.type() == Path.class || argument.paramLabel().equals("PATH");
        return isFile ? FileNames.startingWith(begun) : Stream.empty();
    }

    private static String described(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    /** What the words before mean. */
    private static final class Reading {
        private final List<OptionSpec> given = new ArrayList<>();
        private CommandSpec command;
        private List<? extends ArgSpec> expected = List.of();
        private boolean needsValue;

        private Reading(CommandSpec command) {
            this.command = command;
        }

        static Reading of(CommandSpec root, List<String> words) {
            Reading reading = new Reading(root);
            int positional = 0;
            Iterator<String> rest = words.iterator();
            @Nullable OptionSpec pending = null;
            while (rest.hasNext()) {
                String word = rest.next();
                CommandLine verb = reading.command.subcommands().get(word);
                OptionSpec option = reading.command.findOption(word.replaceFirst("=.*", ""));
                if (option != null) {
                    reading.given.add(option);
                    pending = option.arity().max() > 0 && !word.contains("=") ? option : null;
                } else if (pending != null) {
                    pending = null;
                } else if (verb != null) {
                    reading.command = verb.getCommandSpec();
                    positional = 0;
                } else {
                    positional++;
                }
            }
            int index = positional;
            reading.needsValue = pending != null && pending.arity().min() > 0;
            reading.expected = pending != null
                    ? List.of(pending)
                    : reading.command.positionalParameters().stream()
                            .filter(parameter -> parameter.index().contains(index))
                            .toList();
            return reading;
        }
    }
}
