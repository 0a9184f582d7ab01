package io.github.kubecluster.kernel;

import io.github.kubecluster.jupyter.Comms;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.widget.Widget;
import io.github.kubecluster.widget.Widgets;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows widgets as what they are in browsers that have them, and as text elsewhere. */
final class NotebookWidgets {
    private final Widgets widgets;

    private NotebookWidgets(Widgets widgets) {
        this.widgets = widgets;
    }

    static Widgets install(JavaKernel kernel, Comms comms) {
        Widgets widgets =
                new Widgets(comms, failure -> System.err.println(String.join("\n", kernel.formatError(failure))));
        NotebookWidgets shown = new NotebookWidgets(widgets);
        Set<MIMEType> text = Set.of(MIMEType.TEXT_PLAIN);
        kernel.getRenderer()
                .<Widget<?>>register(
                        text,
                        text,
                        Set.of(widgetType()),
                        (widget, context) -> context.getOutputContainer().assign(shown.of(widget)));
        kernel.onInterrupt(widgets::interrupt);
        return widgets;
    }

    private DisplayData of(Widget<?> widget) {
        DisplayData shown = new DisplayData(widget.toString());
        shown.putData(Widgets.MIME, Json.tree(widgets.view(widget)));
        return shown;
    }

    @SuppressWarnings("unchecked") // a class says nothing of type arguments
    private static Class<Widget<?>> widgetType() {
        return (Class<Widget<?>>) (Class<?>) Widget.class;
    }
}
