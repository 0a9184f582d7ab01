package io.github.kubecluster.dask;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out, by asking the scheduler, why a task failed or is not done. */
final class TaskErrors {
    private static final Duration EXPLANATION = Duration.ofSeconds(5);

    private final Calls calls;
    private final Dialect dialect;

    TaskErrors(Calls calls, Dialect dialect) {
        this.calls = calls;
        this.dialect = dialect;
    }

    /** Returns what to throw for a task that erred: what the scheduler sent is a pickle, so it is asked for the text. */
    DaskException of(RemoteTask task) {
        Fields error = explained(task);
        String text = error.text("text");
        String culprit = error.text("key");
        if (culprit.isEmpty()) {
            return new DaskException("The scheduler did not accept task \"" + task.key() + "\": "
                    + (text.isEmpty() ? "its log says why." : text + ".")
                    + dialect.doubt().map(doubt -> " " + doubt).orElse(""));
        }
        return of(
                culprit.equals(task.key())
                        ? "Task \"" + task.key() + "\" failed: "
                        : "Task \"" + task.key() + "\" has no result, because task \"" + culprit
                                + "\", which it needs, failed: ",
                error);
    }

    /**
     * Returns what to throw for an exception of Python.
     *
     * @param what the beginning of the message
     * @param error the exception, as {@code remote.py} tells it
     */
    static PythonException of(String what, Fields error) {
        String text = error.text("text");
        String traceback = error.text("traceback").stripTrailing();
        boolean known = error.map().containsKey("type");
        return new PythonException(
                what + text + (traceback.isEmpty() ? "" : "\n" + traceback),
                known ? error.text("type") : text.replaceFirst("(?s)\\(.*", ""),
                known ? error.text("message") : text,
                traceback);
    }

    /** Says what a task waits for. */
    String whyNotDone(RemoteTask task) {
        String what = "Task \"" + task.key() + "\" is not done";
        try {
            String state = new TaskStates(calls).of(task.key(), EXPLANATION);
            int workers = Identity.from(calls.call(Request.of("identity").within(EXPLANATION))
                            .fields())
                    .workers()
                    .size();
            return workers == 0
                    ? what + ", because there is no worker. Add workers."
                    : what + ": its state is \"" + state + "\", and the number of workers is " + workers
                            + ". Wait longer, add workers, or cancel it.";
        } catch (DaskException e) {
            return what + ", and the scheduler does not say why: " + e.getMessage();
        }
    }

    private Fields explained(RemoteTask task) {
        try {
            Object told = RemoteFunction.TASK_ERROR.onScheduler(calls, task.key(), pickle(task.exception()));
            if (told instanceof Map<?, ?> error) {
                return new Fields(error);
            }
            throw new MalformedMessageException("it sent " + told + " instead of an error's text");
        } catch (IOException | DaskException e) {
            String unknown = "its exception is unknown: " + e.getMessage();
            return new Fields(Map.of("key", task.key(), "text", unknown, "type", "", "message", unknown));
        }
    }

    /** The exception is a byte string that holds a pickle. */
    private static byte @Nullable [] pickle(@Nullable Object exception) throws IOException {
        return exception instanceof Serialized serialized && PayloadReader.value(serialized) instanceof byte[] pickle
                ? pickle
                : null;
    }
}
