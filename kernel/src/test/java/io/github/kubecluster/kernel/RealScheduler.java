package io.github.kubecluster.kernel;

import java.io.BufferedReader;
import java.io.IOException;

/** A scheduler with one worker, in a Python process that ends with its standard input. */
record RealScheduler(Process process, String address) implements AutoCloseable {
    private static final String CODE = """
            import sys
            from distributed import LocalCluster
            if __name__ == "__main__":
                cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None,
                                       host="127.0.0.1", protocol="tcp")
                print(cluster.scheduler_address, flush=True)
                sys.stdin.read()
                cluster.close()
            """;

    static RealScheduler start() throws IOException {
        Process process = new ProcessBuilder(System.getProperty("root.directory") + "/.venv/bin/python", "-c", CODE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        return new RealScheduler(process, output.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
