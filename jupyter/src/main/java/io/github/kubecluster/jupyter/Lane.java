package io.github.kubecluster.jupyter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A thread that answers requests one after another. */
final class Lane {
    private static final Logger LOG = System.getLogger(Lane.class.getName());

    private final String name;
    private final Consumer<Request> before;
    /** Nothing stands for the end. */
    private final BlockingQueue<Optional<Request>> waiting = new LinkedBlockingQueue<>();

    private final Set<Request> aborted = ConcurrentHashMap.newKeySet();
    private boolean ended;

    Lane(String name) {
        this(name, request -> {});
    }

    /** @param before is given each request before it is answered */
    Lane(String name, Consumer<Request> before) {
        this.name = name;
        this.before = before;
    }

    void start(Handlers handlers) {
        Threads.start("kernel-" + name, () -> run(handlers));
    }

    /** Has {@code request} answered in its turn; does nothing and returns false once this lane has been told to end. */
    synchronized boolean add(Request request) {
        return !ended && waiting.add(Optional.of(request));
    }

    /** Ends the thread after what waits now has been answered. */
    synchronized void end() {
        ended = true;
        waiting.add(Optional.empty());
    }

    /** Has the execute requests that wait now answered as aborted, when their turn comes. */
    void abortQueued() {
        waiting.stream()
                .flatMap(Optional::stream)
                .filter(request -> request.message().type().equals("execute_request"))
                .forEach(aborted::add);
    }

    private void run(Handlers handlers) {
        while (true) {
            try {
                Optional<Request> next = waiting.take();
                if (next.isEmpty()) {
                    return;
                }
                answer(next.get(), handlers);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A request was lost.", e);
            } catch (InterruptedException e) {
                // An interrupt is for what a lane runs, never for the lane itself: go on.
                Thread.interrupted();
            }
        }
    }

    private void answer(Request request, Handlers handlers) {
        before.accept(request);
        request.serve(aborted.remove(request) ? any -> Replies.aborted() : handlers.handler(request));
    }
}
