package io.github.kubecluster.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dflib.jjava.jupyter.Extension;

/**
 * Installs what class paths bring for the kernel ({@code META-INF/services/org.dflib.jjava.jupyter.Extension}). Methods of
 * an extension that are annotated as magics are registered, too: {@code BaseKernel} has no other way to do that.
 */
final class Extensions {
    private static final Logger LOG = System.getLogger(Extensions.class.getName());

    private final JavaKernel kernel;
    private final Set<String> installed = ConcurrentHashMap.newKeySet();

    Extensions(JavaKernel kernel) {
        this.kernel = kernel;
    }

    /** Installs each extension that {@code loader} finds and that is not installed; tells of those that fail. */
    void install(ClassLoader loader) {
        try {
            ServiceLoader.load(Extension.class, loader).stream().forEach(this::install);
        } catch (ServiceConfigurationError e) {
            tell("Cannot find the extensions on the class path: " + e.getMessage(), e);
        }
    }

    private void install(ServiceLoader.Provider<Extension> provider) {
        String name = provider.type().getName();
        if (!installed.add(name)) {
            return;
        }
        try {
            Extension extension = provider.get();
            extension.install(kernel);
            kernel.getMagics().registerMagics(extension);
        } catch (RuntimeException | Error e) {
            tell("Cannot install extension \"" + name + "\": " + e, e);
        }
    }

    private static void tell(String what, Throwable failure) {
        LOG.log(Level.ERROR, what, failure);
        System.err.println(what);
    }
}
