package io.github.kubecluster.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.kubecluster.interpreter.Completeness;
import io.github.kubecluster.interpreter.Completions;
import io.github.kubecluster.jupyter.Displays;
import io.github.kubecluster.jupyter.Handlers;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Answers what is not about running cells. Positions in messages count Unicode characters, those in Java do not. */
final class KernelRequests {
    private static final String NO_DEBUGGER = "This kernel has no debugger. Attach one to its process: add"
            + " -agentlib:jdwp=transport=dt_socket,server=y,suspend=n to the command in its kernel.json.";

    /** A completion as JupyterLab shows it; the names are those of its metadata. */
    private record TypedMatch(int start, int end, String text, String type, String signature) {}

    private final JavaKernel kernel;
    private final Interrupts interrupts;

    KernelRequests(JavaKernel kernel, Interrupts interrupts) {
        this.kernel = kernel;
        this.interrupts = interrupts;
    }

    Handlers addTo(Handlers handlers) {
        return handlers.inPlace("kernel_info_request", request -> KernelInfo.content())
                .atOnce("complete_request", this::complete)
                .atOnce("inspect_request", this::inspect)
                .atOnce("is_complete_request", this::isComplete)
                .atOnce("debug_request", KernelRequests::debug)
                .atOnce("interrupt_request", this::interrupt);
    }

    private JsonObject complete(Request request) {
        String code = code(request);
        Completions found = kernel.completions(code, cursor(request, code));
        int start = code.codePointCount(0, found.start());
        int end = code.codePointCount(0, found.end());
        List<TypedMatch> types = found.words().stream()
                .map(word -> new TypedMatch(start, end, word.text(), word.kind(), word.signature()))
                .toList();
        JsonObject reply = new JsonObject();
        reply.add("matches", Json.tree(found.texts()));
        reply.addProperty("cursor_start", start);
        reply.addProperty("cursor_end", end);
        reply.add("metadata", Json.object(Map.of("_jupyter_types_experimental", types)));
        return reply;
    }

    private JsonObject inspect(Request request) {
        String code = code(request);
        boolean detailed = Json.number(request.content(), "detail_level", 0) > 0;
        DisplayData found = kernel.inspect(code, cursor(request, code), detailed);
        JsonObject reply = Displays.content(DisplayData.emptyIfNull(found));
        reply.remove("transient");
        reply.addProperty("found", found != null);
        return reply;
    }

    private JsonObject isComplete(Request request) {
        Completeness answer = kernel.completeness(code(request));
        JsonObject reply = new JsonObject();
        reply.addProperty("status", answer.status().name().toLowerCase(Locale.ROOT));
        if (answer.status() == Completeness.Status.INCOMPLETE) {
            reply.addProperty("indent", answer.indent());
        }
        return reply;
    }

    /** Refuses in the words of Jupyter and in those of the Debug Adapter Protocol, which these messages carry. */
    private static JsonObject debug(Request request) {
        JsonObject refusal = new JsonObject();
        refusal.addProperty("type", "response");
        refusal.add("request_seq", request.content().get("seq"));
        refusal.add("command", request.content().get("command"));
        refusal.addProperty("success", false);
        refusal.addProperty("message", NO_DEBUGGER);
        refusal.addProperty("status", "error");
        refusal.addProperty("ename", "NotSupported");
        refusal.addProperty("evalue", NO_DEBUGGER);
        refusal.add("traceback", new JsonArray());
        return refusal;
    }

    private JsonObject interrupt(Request request) {
        interrupts.add(request);
        kernel.interrupt();
        return new JsonObject();
    }

    private static String code(Request request) {
        return Json.text(request.content(), "code").orElse("");
    }

    private static int cursor(Request request, String code) {
        int characters = code.codePointCount(0, code.length());
        int cursor = Json.number(request.content(), "cursor_pos", characters);
        return code.offsetByCodePoints(0, Math.max(0, Math.min(cursor, characters)));
    }
}
