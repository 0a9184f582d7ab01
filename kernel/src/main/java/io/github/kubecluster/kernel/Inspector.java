package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.display.Html;
import io.github.kubecluster.display.Javadoc;
import io.github.kubecluster.interpreter.Explanation;
import io.github.kubecluster.interpreter.JavaInterpreter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;

/** Tells about what is at the cursor: the help of a magic; signatures and documentation of Java; values of variables. */
final class Inspector {
    private static final Pattern MAGIC = Pattern.compile("[ \\t]*%%?(?<name>[\\w.-]+)(?<words>.*)");
    private static final Pattern VARIABLE = Pattern.compile("(?<name>[\\p{L}_$][\\w$]*):(?<type>.*)");

    /** A value is shown by code of a user, which may take longer than anybody waits for. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final JavaInterpreter interpreter;
    private final KernelMagics magics;
    private final Function<Object, DisplayData> render;
    private final Duration patience;

    Inspector(JavaInterpreter interpreter, KernelMagics magics, Function<Object, DisplayData> render) {
        this(interpreter, magics, render, PATIENCE);
    }

    /** As above, but a value may take {@code patience} to show. */
    Inspector(
            JavaInterpreter interpreter, KernelMagics magics, Function<Object, DisplayData> render, Duration patience) {
        this.interpreter = interpreter;
        this.magics = magics;
        this.render = render;
        this.patience = patience;
    }

    /**
     * Returns what is to be shown; nothing if there is nothing to tell.
     *
     * @param detailed whether to tell more, where there is more
     */
    @Nullable
    DisplayData inspect(String code, int cursor, boolean detailed) {
        int at = Math.min(cursor, code.length());
        Optional<CellBody> body = CellBody.at(code, at);
        Optional<CellLanguage> language = body.flatMap(magics::language);
        if (language.isPresent()) {
            return language.get().inspect(body.get().text(), at - body.get().start(), detailed);
        }
        int start = code.lastIndexOf('\n', at - 1) + 1;
        Matcher magic = MAGIC.matcher(code.substring(start, endOfWord(code, at)));
        Optional<String> help = magic.lookingAt() ? help(magic.group("name"), magic.group("words")) : Optional.empty();
        if (help.isPresent()) {
            return preformatted(help.get());
        }
        List<DisplayData> told = new ArrayList<>();
        for (Explanation explanation : interpreter.inspect(code, cursor)) {
            told.add(told(explanation));
            value(explanation.signature()).ifPresent(told::add);
        }
        return told.isEmpty() ? null : shown(told);
    }

    private Optional<String> help(String name, String words) {
        Map<String, String> texts = magics.help();
        return magics.guide(name)
                .map(guide -> guide.help(MagicWords.of(words)))
                .or(() -> Stream.of("%%" + name, "%" + name)
                        .filter(texts::containsKey)
                        .map(call -> (call + " " + texts.get(call)).strip())
                        .findFirst());
    }

    private static int endOfWord(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && !Character.isWhitespace(code.charAt(end))) {
            end++;
        }
        return end;
    }

    private static DisplayData told(Explanation explanation) {
        String html = explanation.javadoc().map(Javadoc::html).orElse("");
        DisplayData signature = preformatted(explanation.signature());
        return html.isEmpty() ? signature : shown(List.of(signature, of(Javadoc.text(html), html)));
    }

    private Optional<DisplayData> value(String signature) {
        Matcher variable = VARIABLE.matcher(signature);
        return variable.matches()
                ? interpreter
                        .value(variable.group("name"), variable.group("type"))
                        .flatMap(this::rendered)
                : Optional.empty();
    }

    private Optional<DisplayData> rendered(Object value) {
        CompletableFuture<DisplayData> shown = CompletableFuture.supplyAsync(
                () -> render.apply(value), work -> ServiceThreads.start("kernel-inspection", work));
        try {
            return Optional.of(shown.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static DisplayData preformatted(String text) {
        return of(text, "<pre>" + Html.escape(text) + "</pre>");
    }

    private static DisplayData of(String text, String html) {
        DisplayData display = new DisplayData(text);
        display.putHTML(html);
        return display;
    }

    private static DisplayData shown(List<DisplayData> parts) {
        List<String> texts = new ArrayList<>();
        StringBuilder html = new StringBuilder();
        for (DisplayData part : parts) {
            String text = String.valueOf(part.getData(MIMEType.TEXT_PLAIN));
            texts.add(text);
            html.append(Objects.requireNonNullElseGet(
                    part.getData(MIMEType.TEXT_HTML), () -> "<pre>" + Html.escape(text) + "</pre>"));
        }
        return of(String.join("\n\n", texts), html.toString());
    }
}
