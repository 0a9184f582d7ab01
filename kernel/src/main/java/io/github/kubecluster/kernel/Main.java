package io.github.kubecluster.kernel;

import java.nio.file.Path;
import java.util.List;

/** The {@code kubecluster} command. */
public final class Main {
    private static final List<String> SERVE = List.of("kernel", "--connection-file");

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] words) throws InterruptedException {
        // Somebody waits for the kernel, and reading command lines takes half as long to load as the kernel itself.
        if (words.length == 3 && List.of(words).subList(0, 2).equals(SERVE)) {
            serve(Path.of(words[2]));
        } else {
            System.exit(ShellCommands.run(words));
        }
    }

    private static void serve(Path connectionFile) throws InterruptedException {
        try {
            KernelProcess.run(connectionFile);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
