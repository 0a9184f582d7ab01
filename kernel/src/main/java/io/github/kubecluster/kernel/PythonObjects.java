package io.github.kubecluster.kernel;

import io.github.kubecluster.dask.PythonObject;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** Shows objects that live on workers as notebooks of Python show them. */
final class PythonObjects {
    private PythonObjects() {}

    /** Lets {@code renderer} show them; it then waits for the object and asks a worker. */
    static void register(Renderer renderer) {
        renderer.createRegistration(PythonObject.class)
                .register((object, context) -> object.display().forEach(context.getOutputContainer()::putData));
    }
}
