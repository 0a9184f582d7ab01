package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.ServiceThreads;
import java.time.Duration;
import java.util.Optional;

/** The process that started this kernel and told it so, as Jupyter does. */
final class ParentProcess {
    private static final String PARENT = "JPY_PARENT_PID";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private ParentProcess() {}

    /** Runs {@code work} within about a second after that process has ended; at once, if it is gone already. */
    static void onExit(Runnable work) {
        String pid = System.getenv(PARENT);
        if (pid != null && pid.matches("[1-9][0-9]{0,17}")) {
            ServiceThreads.start("kernel-parent", () -> {
                awaitExit(Long.parseLong(pid));
                work.run();
            });
        }
    }

    private static void awaitExit(long pid) {
        boolean isChild = isParent(pid);
        while (!hasEnded(pid, isChild)) {
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean hasEnded(long pid, boolean isChild) {
        try {
            // A parent whose end nobody has noticed yet still counts as alive, but it has no children any more.
            return !isAlive(pid) || isParent(pid) != isChild;
        } catch (OutOfMemoryError e) {
            // A cell has filled the heap, and may have let go of it at the next look.
            return false;
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static boolean isParent(long pid) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        return parent.filter(process -> process.pid() == pid).isPresent();
    }
}
