package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.KernelClient;
import io.github.kubecluster.jupyter.KernelDiedException;
import io.github.kubecluster.jupyter.Message;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Python that runs {@code %%dask} cells: the one that KUBECLUSTER_PYTHON names, else {@code python3}.
 *
 * @param program the path or the name of the interpreter
 * @param environment the environment variables of its processes
 */
record Python(String program, Map<String, String> environment) {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern SECRET =
            Pattern.compile("(JUPYTERHUB|JUPYTER|JPY|CONFIGPROXY)_.*(TOKEN|SECRET|COOKIE).*");
    private static final Pattern MISSING_MODULE = Pattern.compile("No module named '?(\\w+)");

    /** Returns the Python that {@code environment} names; what is a secret of JupyterHub is kept from its processes. */
    static Python of(Map<String, String> environment) {
        Map<String, String> harmless = environment.entrySet().stream()
                .filter(variable -> !SECRET.matcher(variable.getKey()).matches())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Python(environment.getOrDefault("KUBECLUSTER_PYTHON", "python3"), harmless);
    }

    /**
     * Starts an ipykernel and waits until it answers.
     *
     * @param others see {@link KernelClient#start(List, Map, Duration, Consumer)}
     * @throws IllegalStateException if it cannot be started, with what to do
     * @throws InterruptedException if this thread is interrupted; nothing is left running
     */
    KernelClient startKernel(Consumer<Message> others) throws InterruptedException {
        List<String> command =
                List.of(program, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR");
        try {
            return KernelClient.start(command, environment, START_LIMIT, others);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(
                    "There is no Python \"" + program + "\" to run the cell with. "
                            + "Name one that has dask and ipykernel: kubecluster install --python PATH",
                    e);
        } catch (KernelDiedException e) {
            throw missingModule(e)
                    .orElseGet(() -> new IllegalStateException("Cannot run the cell. " + e.getMessage(), e));
        }
    }

    /** Returns what to do if {@code failure} says that a module is missing. */
    Optional<IllegalStateException> missingModule(Exception failure) {
        Matcher missing = MISSING_MODULE.matcher(String.valueOf(failure.getMessage()));
        return missing.find()
                ? Optional.of(new IllegalStateException(
                        "Python \"" + program + "\" has no module \"" + missing.group(1) + "\". Run: " + program
                                + " -m pip install ipykernel \"dask[distributed]\"",
                        failure))
                : Optional.empty();
    }
}
