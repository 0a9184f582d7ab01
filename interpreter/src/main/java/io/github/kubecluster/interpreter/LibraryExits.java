package io.github.kubecluster.interpreter;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Has libraries that cells add end the cell, too, where they would end the JVM. */
final class LibraryExits implements ClassFileTransformer {
    private static final AtomicBoolean REDIRECTED = new AtomicBoolean();

    private LibraryExits() {}

    /**
     * Changes the classes that are loaded from now on by loaders of cells and loaders below them. Called when there is a
     * library, not before: the kernel starts from an archive faster while nobody looks at its classes.
     */
    static void redirect() {
        if (REDIRECTED.compareAndSet(false, true)) {
            Redefinition.transform(new LibraryExits());
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (!CellClasses.isBelowCells(loader)) {
            return null;
        }
        byte[] redirected = ExitCalls.redirect(classFile);
        return redirected == classFile ? null : redirected;
    }
}
