package io.github.kubecluster.kernel;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands of a shell. */
final class ShellCommands {
    private ShellCommands() {}

    /** Runs one command and returns its exit code. */
    static int run(String... words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<Object> verbs = new ArrayList<>(List.of(
                new Kernel(),
                new KernelspecCommands.Install(),
                new KernelspecCommands.Uninstall(),
                new LifeVerbs.Start(new Terminal(out)),
                new LifeVerbs.Attach(new Terminal(out)),
                new LifeVerbs.ListClusters(new Terminal(out)),
                new LifeVerbs.Close(new Terminal(out)),
                new ScalingVerbs.Scale(new Terminal(out)),
                new Verbs.Yaml(new Terminal(out)),
                new ProxyCommand(out)));
        verbs.addAll(SiteVerbs.all(new Terminal(out)));
        verbs.addAll(HubVerbs.all(new Terminal(out)));
        CommandLine line = CommandLines.of(verbs);
        return CommandLines.runShell(line, words);
    }

    @Command(name = "kernel", description = "Serves a notebook; run by Jupyter.", mixinStandardHelpOptions = true)
    private static final class Kernel implements Callable<Integer> {
        @Option(
                names = "--connection-file",
                required = true,
                paramLabel = "FILE",
                description = "The file in which Jupyter says where it listens.")
        private Path connectionFile = Path.of("");

        @Override
        public Integer call() throws InterruptedException {
            KernelProcess.run(connectionFile);
            return 0;
        }
    }
}
