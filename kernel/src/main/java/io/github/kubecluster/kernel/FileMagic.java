package io.github.kubecluster.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code %%file}: writes the cell to a file. */
final class FileMagic implements Magic {
    @Override
    public @Nullable Object run(MagicCall call) throws Exception {
        return CommandLines.runMagic(new Write(call.body().orElse("")), call.arguments());
    }

    static CommandLine commandLine() {
        return new CommandLine(new Write(""));
    }

    @Command(name = "%file", description = "Writes the cell to a file.", mixinStandardHelpOptions = true)
    private static final class Write implements Callable<@Nullable Object> {
        private final String body;

        @Option(
                names = {"--append", "-a"},
                description = "Add to what the file holds.")
        private boolean append;

        @Parameters(paramLabel = "PATH", description = "The file; ~ is the home directory.")
        private String path = "";

        Write(String body) {
            this.body = body;
        }

        @Override
        public @Nullable Object call() throws IOException {
            Path file = UserPath.of(path);
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw new IllegalArgumentException("Cannot write \"" + path + "\": there is no directory \"" + directory
                        + "\". Make it, for instance by mkdir -p in a %%bash cell.");
            }
            String text = body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
            if (append) {
                Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } else {
                Files.writeString(file, text);
            }
            System.out.println((append ? "Added " : "Wrote ") + text.lines().count() + " lines to \"" + path + "\".");
            return null;
        }
    }
}
