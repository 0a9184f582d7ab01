package io.github.kubecluster.jupyter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What one class logs, kept for a test to look at instead of being printed. */
final class LogLines implements AutoCloseable {
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Filter before;

    private LogLines(Logger logger) {
        this.logger = logger;
        before = logger.getFilter();
        logger.setFilter(line -> {
            lines.add(line);
            return false;
        });
    }

    static LogLines of(Class<?> logging) {
        return new LogLines(Logger.getLogger(logging.getName()));
    }

    List<String> all() {
        return lines.stream().map(new SimpleFormatter()::formatMessage).toList();
    }

    @Override
    public void close() {
        logger.setFilter(before);
    }
}
