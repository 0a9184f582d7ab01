package io.github.kubecluster.kernel;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Writes all log lines, also those of libraries, to the error stream of the process: never into a cell. */
final class KernelLog extends Handler {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Libraries that tell every start and stop; held here because the log forgets the levels of loggers nobody holds. */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("io.fabric8"));

    private final PrintStream stream;

    private KernelLog(PrintStream stream) {
        this.stream = stream;
        setLevel(Level.ALL);
        setFormatter(new SimpleFormatter());
    }

    /** Takes the current error stream for all log lines. Call it before {@link CellOutput#install}. */
    static void install() {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
        }
        LogManager.getLogManager().reset();
        TALKATIVE.forEach(library -> library.setLevel(Level.WARNING));
        Logger.getLogger("").addHandler(new KernelLog(System.err));
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            stream.print(getFormatter().format(line));
            stream.flush();
        }
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
