package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Displays;
import io.github.kubecluster.jupyter.Handlers;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Request;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Answers what is not about running cells. Positions in messages count Unicode characters, those in Java do not. */
final class KernelRequests {
    private final JavaKernel kernel;

    KernelRequests(JavaKernel kernel) {
        this.kernel = kernel;
    }

    Handlers addTo(Handlers handlers) {
        return handlers.inPlace("kernel_info_request", request -> KernelInfo.content())
                .atOnce("complete_request", this::complete)
                .atOnce("inspect_request", this::inspect)
                .atOnce("is_complete_request", this::isComplete)
                .atOnce("interrupt_request", this::interrupt);
    }

    private JsonObject complete(Request request) {
        String code = code(request);
        ReplacementOptions options = kernel.complete(code, cursor(request, code));
        JsonObject reply = new JsonObject();
        reply.add("matches", Json.tree(options.getReplacements()));
        reply.addProperty("cursor_start", code.codePointCount(0, options.getSourceStart()));
        reply.addProperty("cursor_end", code.codePointCount(0, options.getSourceEnd()));
        reply.add("metadata", new JsonObject());
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
        String answer = kernel.isComplete(code(request));
        boolean isStatus = answer.equals(Completeness.COMPLETE) || answer.equals(Completeness.INVALID);
        JsonObject reply = new JsonObject();
        reply.addProperty("status", isStatus ? answer : "incomplete");
        if (!isStatus) {
            reply.addProperty("indent", answer);
        }
        return reply;
    }

    private JsonObject interrupt(Request request) {
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
