package io.github.kubecluster.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The user's own beginning of every notebook: Java and magics in the file that KUBECLUSTER_STARTUP_FILE names, or else in
 * {@code kubecluster/startup.jsh} of the user's configuration directory, if it is there.
 */
final class StartUpFile {
    static final String VARIABLE = "KUBECLUSTER_STARTUP_FILE";

    private final Optional<Path> file;

    private StartUpFile(Optional<Path> file) {
        this.file = file;
    }

    static StartUpFile find(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return new StartUpFile(Optional.of(UserPath.of(named)));
        }
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path directory = configuration.isBlank() ? UserPath.of("~/.config") : Path.of(configuration);
        return new StartUpFile(Optional.of(directory.resolve("kubecluster").resolve("startup.jsh"))
                .filter(Files::exists));
    }

    static StartUpFile none() {
        return new StartUpFile(Optional.empty());
    }

    /** Gives the text of the file to {@code runner}; what goes wrong is told on the error stream. */
    void run(Consumer<String> runner) {
        file.ifPresent(path -> {
            try {
                runner.accept(Files.readString(path));
            } catch (IOException e) {
                System.err.println(
                        "Cannot read the start-up file \"" + path + "\": " + e + ". Correct " + VARIABLE + ".");
            }
        });
    }
}
