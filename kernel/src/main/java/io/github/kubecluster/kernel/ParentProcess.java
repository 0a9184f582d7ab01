package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.ServiceThreads;

/** The process that started this kernel and told it so, as Jupyter does. */
final class ParentProcess {
    private static final String PARENT = "JPY_PARENT_PID";

    private ParentProcess() {}

    /** Runs {@code work}, within a few seconds, when the process ends; at once, if it is gone already. */
    static void onExit(Runnable work) {
        String pid = System.getenv(PARENT);
        if (pid != null && pid.matches("[1-9][0-9]{0,17}")) {
            ServiceThreads.start("kernel-parent", () -> {
                ProcessHandle.of(Long.parseLong(pid))
                        .ifPresent(parent -> parent.onExit().join());
                work.run();
            });
        }
    }
}
