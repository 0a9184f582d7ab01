package REPL;

import java.util.function.BooleanSupplier;

/**
 * Ends snippets that are to stop, since Java 20, where the JDK weaves a call of it into their methods and loops.
 * It takes the place of the class of this name that the JDK generates. That one ends all threads that run code of cells,
 * also those of earlier cells; this one asks first whether it is the thread's turn.
 */
public final class $Cancel$ {
    /** Whether any thread is to stop. */
    public static volatile boolean allStop;

    /** Says whether the current thread is to stop. */
    public static volatile BooleanSupplier isStopped = () -> true;

    private $Cancel$() {}

    /** Called all the time. */
    public static void stopCheck() {
        if (allStop && isStopped.getAsBoolean()) {
            throw new ThreadDeath();
        }
    }
}
