package io.github.kubecluster.kernel;

import io.github.kubecluster.proxy.DashboardProxy;
import java.io.PrintStream;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the dashboard proxy alone, for a scheduler that somebody else has started. */
@Command(
        name = "proxy",
        description = "Makes the dashboard of a scheduler open below a notebook server; runs until it is told to end.",
        mixinStandardHelpOptions = true)
final class ProxyCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(
            names = "--upstream",
            required = true,
            paramLabel = "URL",
            description = "The dashboard's address: scheme, host and port, such as http://10.0.0.7:8787.")
    private URI upstream = URI.create("");

    @Option(names = "--port", paramLabel = "N", description = "The port on 127.0.0.1 (default: any that is free).")
    private int port;

    @Option(
            names = "--prefix",
            paramLabel = "PATH",
            defaultValue = "${env:JUPYTERHUB_SERVICE_PREFIX:-}",
            description = "The path of the notebook server on a hub (default: JUPYTERHUB_SERVICE_PREFIX).")
    private @Nullable String prefix;

    /** @param out gets the proxy's address as its first line */
    ProxyCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        DashboardProxy.Builder builder = DashboardProxy.builder().port(port);
        if (prefix != null && !prefix.isEmpty()) {
            builder.servicePrefix(prefix);
        }
        DashboardProxy proxy = builder.start(upstream);
        Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "proxy-end"));
        out.println("http://127.0.0.1:" + proxy.port());
        new CountDownLatch(1).await();
        return 0;
    }
}
