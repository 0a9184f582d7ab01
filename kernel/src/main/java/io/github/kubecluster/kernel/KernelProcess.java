package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.jupyter.ConnectionFile;
import io.github.kubecluster.jupyter.Handlers;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.KernelServer;
import io.github.kubecluster.jupyter.Request;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The kernel as a process: answers as soon as its channels are bound, and ends for sure once it is to end. */
final class KernelProcess {
    private static final Logger LOG = System.getLogger(KernelProcess.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(4);

    private final CountDownLatch toEnd = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final KernelServer server;
    private final JavaInterpreter interpreter;
    private final JavaKernel kernel;

    private KernelProcess(Path connectionFile) {
        interpreter = new JavaInterpreter(KernelScope.make());
        // The first cell waits for the compiler longer than for anything else.
        ServiceThreads.start("kernel-warm-up", interpreter::warmUp);
        ConnectionFile asked = ConnectionFile.read(connectionFile);
        server = KernelServer.bind(asked);
        if (!server.connection().equals(asked)) {
            server.connection().write(connectionFile);
        }
        kernel = new JavaKernel(server, interpreter);
    }

    /**
     * Serves the kernel at {@code connectionFile} until a frontend shuts it down or its parent ends, then ends the JVM.
     *
     * @throws RuntimeException if the file cannot be read or the channels cannot be bound; nothing runs then
     */
    static void run(Path connectionFile) throws InterruptedException {
        KernelLog.install();
        HeapGuard.install();
        CellOutput.install();
        CellInput.install();
        KernelProcess process = new KernelProcess(connectionFile);
        process.serve();
        process.toEnd.await();
        process.end();
        System.exit(0);
    }

    private void serve() {
        Notebook.use(kernel);
        CompletableFuture<Void> ready = new CompletableFuture<>();
        History history = new History(HistoryFiles.find(System.getenv()));
        kernel.register("%history", "[N]: shows the last N cells of this session", new HistoryMagic(history));
        Interrupts interrupts = new Interrupts();
        Handlers handlers = new KernelRequests(kernel, interrupts)
                .addTo(new Handlers())
                .inOrder("execute_request", new ExecuteHandler(kernel, history, interrupts, ready))
                .atOnce("history_request", history)
                .atOnce("shutdown_request", this::shutDown);
        server.serve(handlers);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "kernel-end"));
        ParentProcess.onExit(toEnd::countDown);
        ServiceThreads.start("kernel-extensions", () -> {
            kernel.installExtensions(KernelProcess.class.getClassLoader());
            ready.complete(null);
        });
    }

    private JsonObject shutDown(Request request) {
        JsonObject reply = new JsonObject();
        reply.addProperty("restart", Json.flag(request.content(), "restart", false));
        reply.addProperty("status", "ok");
        request.publish("shutdown_reply", reply.deepCopy());
        request.afterwards(toEnd::countDown);
        return reply;
    }

    /** Stops the cell, runs the hooks, closes the channels. What hangs in there does not keep the process alive. */
    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        ServiceThreads.start("kernel-watchdog", KernelProcess::haltAtDeadline);
        kernel.cells().stop();
        kernel.shutDown();
        server.close();
    }

    private static void haltAtDeadline() {
        try {
            Thread.sleep(DEADLINE.toMillis());
        } catch (InterruptedException e) {
            // Whoever wants this thread to end wants the process to end.
            Thread.currentThread().interrupt();
        }
        LOG.log(
                Level.WARNING,
                "What was to be done at the end of the kernel took longer than {0} s.",
                DEADLINE.toSeconds());
        Runtime.getRuntime().halt(1);
    }
}
