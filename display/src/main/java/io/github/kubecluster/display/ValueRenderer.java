package io.github.kubecluster.display;

import java.awt.image.RenderedImage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.common.Url;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Shows values: as what is registered for their type, or as they show themselves; else tables as tables, images as images,
 * and all others as text. A value that cannot be shown so is shown as text.
 */
public final class ValueRenderer extends Renderer {
    private static final int MOST_ROWS = 50;
    private static final int LINE = 100;

    /** Takes what went wrong when a value was to be shown. */
    @FunctionalInterface
    public interface Failures {
        void tell(String message, Throwable reason);
    }

    private final Set<Class<?>> registered = new CopyOnWriteArraySet<>();
    private final Renderer library = new Renderer();
    private final Failures failures;

    public ValueRenderer(Failures failures) {
        this.failures = failures;
        Image.registerAll(library);
        Url.registerAll(library);
        Text.registerAll(library);
    }

    @Override
    public <T> void register(
            Set<MIMEType> supported,
            Set<MIMEType> preferred,
            Set<Class<? extends T>> types,
            RenderFunction<T> function) {
        super.register(supported, preferred, types, function);
        registered.addAll(types);
    }

    @Override
    public DisplayData render(Object value, Map<String, Object> parameters) {
        if (value instanceof DisplayData display) {
            return display;
        }
        try {
            return isRegistered(value) ? super.render(value, parameters) : shown(value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            failures.tell(
                    "A value of type \"" + name(value) + "\" cannot be shown as it should be, and is shown as text: "
                            + e,
                    e);
            return new DisplayData(text(value));
        }
    }

    @Override
    public DisplayData renderAs(Object value, Map<String, Object> parameters, String... types) {
        return isRegistered(value)
                ? super.renderAs(value, parameters, types)
                : library.renderAs(value, parameters, types);
    }

    /**
     * Returns {@code value} as a table of up to {@code rows} rows.
     *
     * @throws IllegalArgumentException if it is no table
     */
    public static DisplayData table(Object value, int rows) {
        return Tables.of(value, rows)
                .map(table -> shown(table, TableText.of(table)))
                .orElseThrow(() -> new IllegalArgumentException("Cannot show a value of type \"" + name(value)
                        + "\" as a table. Give records or maps, a list of them, or the result of a query."));
    }

    private boolean isRegistered(Object value) {
        return value instanceof DisplayDataRenderable || registered.stream().anyMatch(type -> type.isInstance(value));
    }

    private static DisplayData shown(Object value) {
        if (value instanceof RenderedImage image) {
            return Images.of(image);
        }
        Optional<Table> table = Tables.of(value, MOST_ROWS);
        return table.map(found -> shown(found, text(value, found)))
                .orElseGet(() -> new DisplayData(ValueText.of(value)));
    }

    private static DisplayData shown(Table table, String text) {
        DisplayData shown = new DisplayData(text);
        shown.putHTML(TableHtml.of(table));
        return shown;
    }

    /** Records and maps are read on one line where they fit; rows are read as rows. */
    private static String text(Object value, Table table) {
        if (table.hasHeader()) {
            return TableText.of(table);
        }
        String line = ValueText.line(value, Integer.MAX_VALUE);
        return line.length() <= LINE ? line : TableText.of(table);
    }

    private static String text(Object value) {
        try {
            return ValueText.of(value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return name(value) + " without a text";
        }
    }

    private static String name(Object value) {
        String name = value.getClass().getSimpleName();
        return name.isEmpty() ? value.getClass().getName() : name;
    }
}
