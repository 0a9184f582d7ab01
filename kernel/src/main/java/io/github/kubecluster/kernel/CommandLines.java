package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** Builds and runs the {@code kubecluster} command line: the same verbs for a cell and for a terminal. */
final class CommandLines {
    private CommandLines() {}

    @Command(
            name = "kubecluster",
            description = "Dask clusters on Kubernetes, or on this machine.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "VERB")
    private static final class Root {}

    static CommandLine of(List<?> verbs) {
        CommandLine line = new CommandLine(new Root());
        verbs.forEach(verb -> line.addSubcommand(new CommandLine(verb)));
        return line.setUsageHelpWidth(100).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /**
     * Runs the words of a magic.
     *
     * @throws IllegalArgumentException if the words make no sense; the message says what would
     */
    static void runMagic(CommandLine line, List<String> words, Front front) {
        CommandLine.ParseResult parsed = parse(line, words);
        CommandLine asked = parsed.asCommandLineList().stream()
                .filter(CommandLine::isUsageHelpRequested)
                .findFirst()
                .orElse(parsed.hasSubcommand() ? null : line);
        if (asked != null) {
            front.say(asked.getUsageMessage(Ansi.OFF).stripTrailing());
        } else {
            ((Verbs.Verb) parsed.subcommand().commandSpec().userObject()).run();
        }
    }

    /**
     * Runs the words of a magic that is one command.
     *
     * @return what the command returns, or how it is used, if that is asked for
     * @throws IllegalArgumentException if the words make no sense; the message says what would
     */
    static @Nullable Object runMagic(Callable<?> command, List<String> words) throws Exception {
        CommandLine line = new CommandLine(command).setUsageHelpWidth(100);
        return parse(line, words).isUsageHelpRequested()
                ? line.getUsageMessage(Ansi.OFF).stripTrailing()
                : command.call();
    }

    private static CommandLine.ParseResult parse(CommandLine line, List<String> words) {
        try {
            return line.parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException wrong) {
            throw new IllegalArgumentException(explain(wrong), wrong);
        }
    }

    /** Runs the words of a shell; a failure is told in its own words. Returns the exit code. */
    static int runShell(CommandLine line, String... words) {
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("kubecluster: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line.execute(words);
    }

    private static String explain(CommandLine.ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String hint = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? NearestName.to(unmatched.getUnmatched().get(0), words(command))
                        .map(word -> "Did you mean \"" + word + "\"?")
                        .orElse(seeHelp(command))
                : seeHelp(command);
        return String.valueOf(wrong.getMessage()).replaceAll("[.]?$", ". ") + hint;
    }

    private static String seeHelp(CommandLine command) {
        return "See %" + command.getCommandSpec().qualifiedName() + " --help.";
    }

    private static Collection<String> words(CommandLine command) {
        Set<String> words = new TreeSet<>(command.getSubcommands().keySet());
        words.addAll(command.getCommandSpec().optionsMap().keySet());
        return words;
    }
}
