package io.github.kubecluster.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process when a full heap has ended one of the kernel's own threads: it would look alive and answer nothing.
 * Jupyter starts it again.
 */
final class HeapGuard implements UncaughtExceptionHandler {
    private static final System.Logger LOG = System.getLogger(HeapGuard.class.getName());

    /** Made in time: when it is needed, there is no memory. */
    private static final byte[] LAST_WORDS =
            ("The heap is full, and that has ended a thread of the kernel itself. The kernel ends. Give it more memory, such"
                            + " as JDK_JAVA_OPTIONS=-Xmx4g\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private HeapGuard() {}

    /** Takes over what ends threads that have no handler of their own, as those of cells have. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new HeapGuard());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            try {
                ERRORS.write(LAST_WORDS);
            } catch (IOException e) {
                // There is nobody left to tell.
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }
        LOG.log(Level.ERROR, "Thread \"" + thread.getName() + "\" ended.", failure);
    }
}
