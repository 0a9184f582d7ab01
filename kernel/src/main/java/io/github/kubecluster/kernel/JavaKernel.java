package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.display.ProgressBars;
import io.github.kubecluster.display.Screen;
import io.github.kubecluster.display.ValueRenderer;
import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.Completeness;
import io.github.kubecluster.interpreter.Completions;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.jupyter.Displays;
import io.github.kubecluster.jupyter.KernelServer;
import io.github.kubecluster.jupyter.Request;
import io.github.kubecluster.widget.Widgets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
public final class JavaKernel extends BaseKernel implements Screen {
    private static final Logger LOG = System.getLogger(JavaKernel.class.getName());

    private final KernelMagics magics = new KernelMagics();
    private final List<Runnable> shutdownHooks = new CopyOnWriteArrayList<>();
    private final List<Runnable> interruptHooks = new CopyOnWriteArrayList<>();
    private final List<Runnable> resetHooks = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Consumer<Object>> presenters = new ConcurrentHashMap<>();
    private final JupyterIO io = new KernelIo();
    private final DisplayedCells displayed = new DisplayedCells();
    private final ProgressBars progress = new ProgressBars(this, work -> ServiceThreads.start("kernel-progress", work));
    private final KernelServer server;
    private final JavaInterpreter interpreter;
    private final CellRunner cells;
    private final Completion completion;
    private final Inspector inspector;
    private final Extensions extensions;
    private final Widgets widgets;

    JavaKernel(KernelServer server, JavaInterpreter interpreter) {
        this.server = server;
        this.interpreter = interpreter;
        this.cells = new CellRunner(interpreter, magics);
        this.completion = new Completion(interpreter, magics);
        this.inspector = new Inspector(interpreter, magics, this::render);
        this.extensions = new Extensions(this);
        NotebookMagics.register(magics, this, interpreter, extensions);
        this.commManager = new LibraryComms(server.comms());
        this.renderer = new ValueRenderer(this::tell);
        this.widgets = NotebookWidgets.install(this, server.comms());
    }

    /** Says for {@code %help} what a magic takes and does. */
    void describe(String call, String text) {
        magics.describe(call, text);
    }

    /** Has values of {@code type}, as results of cells and in {@link Notebook#display}, shown by {@code presenter}. */
    <T> void present(Class<T> type, Consumer<T> presenter) {
        presenters.put(type, value -> presenter.accept(type.cast(value)));
    }

    /** Shows {@code value} if there is somebody who presents its type, and returns whether there is. */
    boolean isPresented(Object value) {
        Consumer<Object> presenter = presenters.get(value.getClass());
        if (presenter != null) {
            presenter.accept(value);
        }
        return presenter != null;
    }

    /** Registers a magic of this kernel, see {@link KernelMagics#register}. */
    void register(String call, String text, Magic magic) {
        magics.register(call, text, magic);
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
    @Override
    public void display(DisplayData data, String id) {
        DisplayData identified = new DisplayData(data);
        identified.setDisplayId(id);
        display(identified);
    }

    /** Replaces what was shown under {@code id}, wherever it is; any thread may do that at any time. */
    @Override
    public void update(DisplayData data, String id) {
        DisplayData identified = new DisplayData(data);
        identified.setDisplayId(id);
        JsonObject content = Displays.content(identified);
        publish("update_display_data", content, displayed.cellFor(id, content).or(Request::current));
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

    /** Shows {@code data} in the frontend's pager when the cell has ended well. */
    public void page(DisplayData data) {
        JsonObject payload = new JsonObject();
        payload.addProperty("source", "page");
        payload.add("data", Displays.content(data).get("data"));
        payload.addProperty("start", 0);
        Request.current().ifPresent(cell -> cell.addPayload(payload));
    }

    /** Returns {@code value} as it is shown, see {@link ValueRenderer}. */
    public DisplayData render(Object value) {
        return getRenderer().render(value);
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

    /** Has {@code hook} run after the user had all forgotten that cells declared. */
    void onReset(Runnable hook) {
        resetHooks.add(hook);
    }

    /** Forgets what cells have declared and imported. */
    void reset() {
        interpreter.reset();
        resetHooks.forEach(Runnable::run);
    }

    @Override
    public void interrupt() {
        cells.stop();
        interruptHooks.forEach(Runnable::run);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        Completions found = completions(code, at);
        return new ReplacementOptions(found.texts(), found.start(), found.end());
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return inspector.inspect(code, at, extraDetail);
    }

    /** Returns {@code "complete"}, {@code "invalid"}, or the indentation of the line that must follow. */
    @Override
    public String isComplete(String code) {
        Completeness answer = completeness(code);
        return answer.status() == Completeness.Status.INCOMPLETE
                ? answer.indent()
                : answer.status().name().toLowerCase(Locale.ROOT);
    }

    Completeness completeness(String code) {
        List<Part> parts = CellParts.of(code, new CellLine(1, 1), magics::isLineMagic);
        return !parts.isEmpty() && parts.get(parts.size() - 1) instanceof JavaPart last
                ? interpreter.completeness(last.code().text())
                : Completeness.COMPLETE;
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

    /** Returns what {@link #complete} does, and what the words are. */
    Completions completions(String code, int at) {
        return completion.complete(code, at);
    }

    /** Has {@code guide} tell what the magic {@code name} may be given. */
    void guide(String name, MagicGuide guide) {
        magics.guide(name, guide);
    }

    /** Has {@code language} complete and explain what stands below the cell magic {@code name}. */
    void language(String name, CellLanguage language) {
        magics.language(name, language);
    }

    PythonComms pythonComms() {
        return new PythonComms(server.comms(), widgets);
    }

    CellVariables variables() {
        return new CellVariables(interpreter);
    }

    DisplayedCells displayed() {
        return displayed;
    }

    ProgressBars progress() {
        return progress;
    }

    /** Installs the extensions that {@code loader} finds. */
    void installExtensions(ClassLoader loader) {
        extensions.install(loader);
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

    private void tell(String message, Throwable reason) {
        System.err.println(message);
        interpreter.trace(reason).forEach(System.err::println);
    }

    private void publish(String type, JsonObject content, Optional<Request> cell) {
        cell.ifPresentOrElse(request -> request.publish(type, content), () -> server.publish(type, content));
    }
}
