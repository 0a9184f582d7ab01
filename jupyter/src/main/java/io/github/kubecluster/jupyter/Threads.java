package io.github.kubecluster.jupyter;

/** Makes the threads of channels: daemons that inherit nothing from the thread that starts them, such as a cell's. */
final class Threads {
    private static final ThreadGroup GROUP = new ThreadGroup(rootGroup(), "jupyter");

    private Threads() {}

    /** Starts a thread that runs {@code work}. */
    static Thread start(String name, Runnable work) {
        Thread thread = unstarted(name, work);
        thread.start();
        return thread;
    }

    /** Returns a thread that will run {@code work}. */
    static Thread unstarted(String name, Runnable work) {
        Thread thread = new Thread(GROUP, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        return thread;
    }

    /** Returns whether the current thread is one of these. */
    static boolean isCurrent() {
        return Thread.currentThread().getThreadGroup() == GROUP;
    }

    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
