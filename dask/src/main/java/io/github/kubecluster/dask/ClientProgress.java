package io.github.kubecluster.dask;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * How far the tasks are that a client of Python wants, and those that they need, but for those that had ended when this was
 * made. The scheduler counts them by group, so that a large graph costs no more than a small one. Thread-safe.
 */
public final class ClientProgress {
    private final Calls calls;
    private final String client;
    private final Map<String, Group> before;
    private final Map<String, Group> groups = new HashMap<>();

    /** The tasks of one group. */
    private record Group(int total, int done, int failed) {
        static final Group NONE = new Group(0, 0, 0);

        static Group of(List<?> counts) {
            return new Group(number(counts, 0), number(counts, 1), number(counts, 2));
        }

        private static int number(List<?> counts, int place) {
            return ((Number) counts.get(place)).intValue();
        }

        /** Returns the tasks without those that had ended earlier; all where the group is another one of the same name. */
        Group since(Group earlier) {
            return total < earlier.total
                    ? this
                    : new Group(total - earlier.done - earlier.failed, done - earlier.done, failed - earlier.failed);
        }

        /** The scheduler forgets a group of which nobody wants anything any more: what had not failed was done. */
        Group over() {
            return new Group(total, total - failed, failed);
        }
    }

    /**
     * Remembers which tasks have ended already.
     *
     * @param asking a client of the same cluster
     * @param client the name that Python's client was given
     * @throws DaskException if the scheduler does not answer
     */
    public ClientProgress(DaskClient asking, String client) {
        this.calls = asking.scheduler().calls();
        this.client = client;
        this.before = ask();
    }

    /**
     * Asks how far the tasks are.
     *
     * @throws DaskException if the scheduler does not answer
     */
    public synchronized TaskProgress now() {
        Map<String, Group> told = ask();
        groups.replaceAll((name, group) -> told.containsKey(name) ? group : group.over());
        told.forEach((name, group) -> groups.put(name, group.since(before.getOrDefault(name, Group.NONE))));
        groups.values().removeIf(group -> group.total() <= 0);
        return new TaskProgress(sum(Group::total), sum(Group::done), sum(Group::failed), 0);
    }

    private int sum(ToIntFunction<Group> figure) {
        return groups.values().stream().mapToInt(figure).sum();
    }

    private Map<String, Group> ask() {
        Map<String, Group> told = new HashMap<>();
        if (RemoteFunction.GROUPS_OF.onScheduler(calls, client) instanceof Map<?, ?> counts) {
            counts.forEach((name, group) -> told.put(String.valueOf(name), Group.of((List<?>) group)));
        }
        return told;
    }
}
