package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterException;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.jupyter.Request;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;

/** Brings {@code %kubecluster} and {@code %%dask} into the kernel. */
public final class KubeClusterExtension implements Extension {
    private static final System.Logger LOG = System.getLogger(KubeClusterExtension.class.getName());

    @Override
    public void install(BaseKernel base) {
        if (!(base instanceof JavaKernel kernel)) {
            throw new IllegalArgumentException("The kubecluster magics run in this product's kernel alone.");
        }
        Front front = new NotebookFront(kernel);
        DaskCells python = new DaskCells(
                Python.of(System.getenv()), () -> front.current().flatMap(KubeClusterExtension::endpoint));
        PythonObjects.register(kernel.getRenderer());
        kernel.guide("kubecluster", new CommandGuide(() -> CommandLines.of(Verbs.all(front))));
        kernel.getMagics().registerLineMagic("kubecluster", words -> told(() -> line(words, front, python)));
        kernel.getMagics()
                .registerCellMagic(
                        "dask",
                        (words, body) -> told(() -> python.run(body, relay()).orElse(null)));
        kernel.describe("%kubecluster", "VERB ...: starts, sizes, shows and closes clusters; --help tells the verbs");
        kernel.describe("%%dask", "runs the cell in Python, with a client connected to the cluster");
        kernel.present(KubeCluster.class, front::show);
        kernel.onReset(() -> front.current().ifPresent(front::adopt));
        kernel.onShutdown(python::close);
        kernel.onShutdown(() -> KubeCluster.open().forEach(KubeCluster::closeInBackground));
        kernel.onShutdown(() -> KubeCluster.open().forEach(KubeCluster::close));
    }

    private static @Nullable Object line(List<String> words, Front front, DaskCells python) {
        CommandLines.runMagic(CommandLines.of(Verbs.all(front)), words, front);
        python.forgetClosedCluster();
        return null;
    }

    private static Optional<Endpoint> endpoint(KubeCluster cluster) {
        return cluster.status().schedulerAddress().map(address -> new Endpoint(address, cluster.credentials()));
    }

    private static Relay relay() {
        return new Relay(Request.current()
                .orElseThrow(
                        () -> new IllegalStateException("%%dask runs in a cell, and this thread works for none.")));
    }

    /** Runs a magic; what it refuses is told in its own words alone, and the trace goes to the log. */
    private static @Nullable Object told(Supplier<@Nullable Object> magic) {
        try {
            return magic.get();
        } catch (CancellationException e) {
            throw e;
        } catch (ClusterException | IllegalArgumentException | IllegalStateException e) {
            LOG.log(Level.INFO, "A magic was refused", e);
            throw CellFailure.of(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
        }
    }
}
