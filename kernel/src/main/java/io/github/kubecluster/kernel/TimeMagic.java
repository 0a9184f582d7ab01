package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellLine;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code %time} and {@code %%time}: run Java, or a cell with its magics, and tell how long that took. */
record TimeMagic(CellRunner cells) implements Magic {
    @Override
    public @Nullable Object run(MagicCall call) {
        String code = call.body().orElse(call.text());
        if (code.isBlank()) {
            throw new IllegalArgumentException(
                    "There is nothing to time. Write %time STATEMENT, or %%time above the code of a cell.");
        }
        int line = call.start().line() + (call.body().isPresent() ? 1 : 0);
        long start = System.nanoTime();
        Duration cpu = cpu();
        try {
            return cells.run(code, new CellLine(call.start().cell(), line));
        } finally {
            System.out.println("Time: " + seconds(Duration.ofNanos(System.nanoTime() - start)) + " (processors: "
                    + seconds(cpu().minus(cpu)) + ")");
        }
    }

    /** Returns how long the processors have worked for this JVM, all threads together. */
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String seconds(Duration time) {
        double seconds = time.toNanos() / 1e9;
        return seconds < 0.1
                ? String.format(Locale.ROOT, "%.3g ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.3g s", seconds);
    }
}
