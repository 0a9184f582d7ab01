package io.github.kubecluster.widget;

import com.google.gson.JsonObject;
import io.github.kubecluster.dask.ServiceThreads;
import io.github.kubecluster.jupyter.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A place for what is printed and shown. Unlike the output of a cell it is there again after the page was loaded anew.
 *
 * <p>Browsers are told of what comes some times a second, and when {@link #run} ends.
 */
public final class Output extends Widget<Output> {
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final ScheduledExecutorService THREAD =
            Executors.newSingleThreadScheduledExecutor(ServiceThreads.factory("widget-output"));

    private final OutputList outputs = new OutputList();
    private final AtomicBoolean toBeSent = new AtomicBoolean();

    private Output() {
        super(ModelKind.output());
        model().set("msg_id", "");
        model().set("outputs", List.of());
    }

    /** Returns an empty place. */
    public static Output of() {
        return new Output();
    }

    /** Runs {@code work}; what it prints and shows, and the threads that it starts, appears here. */
    public Output run(Runnable work) {
        try {
            Request.current()
                    .or(() -> model().cell())
                    .ifPresentOrElse(cell -> cell.into(this::take).run(work), work);
            return this;
        } finally {
            send();
        }
    }

    /** Removes what is here. */
    public Output clear() {
        outputs.clear();
        send();
        return this;
    }

    /** Returns what is here as text. */
    public String text() {
        return outputs.text();
    }

    @Override
    public String toString() {
        return "Output(" + text() + ")";
    }

    void take(String type, JsonObject content) {
        outputs.take(type, content);
        if (toBeSent.compareAndSet(false, true)) {
            ScheduledFuture<?> unused = THREAD.schedule(this::send, DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send() {
        toBeSent.set(false);
        synchronized (outputs) {
            model().set("outputs", outputs.list());
        }
    }
}
