package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Displays;
import io.github.kubecluster.jupyter.KernelServer;
import io.github.kubecluster.jupyter.Request;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.registry.Magics;
import org.jspecify.annotations.Nullable;

/**
 * The Java kernel as extensions see it, see {@link org.dflib.jjava.jupyter.Extension}. Thread-safe.
 *
 * <p>What is displayed and printed belongs to the cell that the calling thread works for: the cell that started the
 * thread, or that started the thread which started it. It appears there also when that cell has ended.
 */
public final class JavaKernel extends BaseKernel {
    private static final Logger LOG = System.getLogger(JavaKernel.class.getName());

    private final KernelMagics magics = new KernelMagics();
    private final List<Runnable> shutdownHooks = new CopyOnWriteArrayList<>();
    private final List<Runnable> interruptHooks = new CopyOnWriteArrayList<>();
    private final JupyterIO io = new KernelIo();
    private final DisplayedCells displayed = new DisplayedCells();
    private final KernelServer server;
    private final JavaInterpreter interpreter;
    private final CellRunner cells;
    private final Completion completion;

    JavaKernel(KernelServer server, JavaInterpreter interpreter) {
        this.server = server;
        this.interpreter = interpreter;
        this.cells = new CellRunner(interpreter, magics);
        this.completion = new Completion(interpreter, magics);
        this.commManager = new LibraryComms(server.comms());
    }

    /** Returns the registry of line and cell magics. */
    public Magics getMagics() {
        return magics;
    }

    /**
     * Declares a variable in the cells' scope and gives it {@code value}, in place of one of that name.
     *
     * @param type a type that cells see: of the JDK, of this product's API, or declared in a cell
     * @throws IllegalArgumentException if {@code name} is no Java name or cells do not see {@code type}
     */
    public void bind(String name, Class<?> type, @Nullable Object value) {
        interpreter.bind(name, type, value);
    }

    /** Shows {@code data} below the cell. If it has a display id, {@link #update} can replace it. */
    @Override
    public void display(DisplayData data) {
        JsonObject content = Displays.content(data);
        if (data.hasDisplayId()) {
            Request.current().ifPresent(request -> displayed.add(data.getDisplayId(), request));
        }
        publish("display_data", content, Request.current());
    }

    /** Shows {@code data} below the cell, for {@link #update} to replace it. */
    public void display(DisplayData data, String id) {
        DisplayData identified = new DisplayData(data);
        identified.setDisplayId(id);
        display(identified);
    }

    /** Replaces what was shown under {@code id}, wherever it is; any thread may do that at any time. */
    public void update(DisplayData data, String id) {
        DisplayData identified = new DisplayData(data);
        identified.setDisplayId(id);
        publish(
                "update_display_data",
                Displays.content(identified),
                Request.current().or(() -> displayed.cell(id)));
    }

    /**
     * Removes the output of the cell.
     *
     * @param wait whether it stays until there is new output to take its place
     */
    public void clear(boolean wait) {
        JsonObject content = new JsonObject();
        content.addProperty("wait", wait);
        publish("clear_output", content, Request.current());
    }

    /** Returns {@code value} as it is shown: by its renderer, else as text. */
    public DisplayData render(Object value) {
        return value instanceof DisplayData data ? data : Rendering.of(value, getRenderer());
    }

    /**
     * Runs {@code code} as a cell would and returns its value to show; null if there is none. Output goes to the cell of
     * the calling thread.
     */
    @Override
    public @Nullable DisplayData eval(String code) {
        Object value = cells.run(code);
        return value == null ? null : render(value);
    }

    /** Has {@code hook} run when the kernel ends. All hooks together have 4 s. */
    public void onShutdown(Runnable hook) {
        shutdownHooks.add(hook);
    }

    /** Has {@code hook} run, after the cell has been stopped, each time the user interrupts. */
    public void onInterrupt(Runnable hook) {
        interruptHooks.add(hook);
    }

    @Override
    public void interrupt() {
        cells.stop();
        interruptHooks.forEach(Runnable::run);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        return completion.complete(code, at);
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return Inspection.of(code, at, interpreter);
    }

    /** Returns {@code "complete"}, {@code "invalid"}, or the indentation of the line that must follow. */
    @Override
    public String isComplete(String code) {
        return Completeness.of(code, magics, interpreter);
    }

    @Override
    public List<String> formatError(Throwable e) {
        return e instanceof CellFailure failure ? failure.lines() : interpreter.trace(e);
    }

    @Override
    public JupyterIO getIO() {
        return io;
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return KernelInfo.LANGUAGE;
    }

    @Override
    public String getBanner() {
        return KernelInfo.BANNER;
    }

    CellRunner cells() {
        return cells;
    }

    /** Runs the hooks for the end one after another; one that fails does not keep the others from running. */
    void shutDown() {
        for (Runnable hook : shutdownHooks) {
            try {
                hook.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "What was to be done at the end of the kernel failed.", e);
            }
        }
    }

    private void publish(String type, JsonObject content, Optional<Request> cell) {
        cell.ifPresentOrElse(request -> request.publish(type, content), () -> server.publish(type, content));
    }
}
