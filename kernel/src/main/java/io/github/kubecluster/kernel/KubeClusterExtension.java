package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterException;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.interpreter.CellFailure;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
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
        PythonComms comms = kernel.pythonComms();
        DaskCells python = new DaskCells(
                Python.of(System.getenv()), () -> front.current().flatMap(KubeClusterExtension::endpoint), comms);
        PythonObjects.register(kernel.getRenderer());
        kernel.guide("kubecluster", new CommandGuide(() -> CommandLines.of(verbs(front, python))));
        kernel.getMagics().registerLineMagic("kubecluster", words -> told(() -> line(words, front, python)));
        DaskMagic dask = new DaskMagic(kernel, python, comms);
        kernel.register(
                "%%dask",
                "[-i NAME] [-o NAME]: runs the cell in Python, with a client connected to the cluster",
                call -> told(() -> dask.run(call)));
        kernel.guide("dask", new CommandGuide(dask::commandLine));
        kernel.language("dask", new PythonLanguage(python));
        kernel.describe("%kubecluster", "VERB ...: starts, sizes, shows and closes clusters; --help tells the verbs");
        kernel.present(KubeCluster.class, front::show);
        kernel.onReset(() -> front.current().ifPresent(front::adopt));
        kernel.onShutdown(python::close);
        kernel.onShutdown(() -> KubeCluster.open().forEach(KubeCluster::closeInBackground));
        kernel.onShutdown(() -> KubeCluster.open().forEach(KubeCluster::close));
    }

    private static @Nullable Object line(List<String> words, Front front, DaskCells python) {
        CommandLines.runMagic(CommandLines.of(verbs(front, python)), words, front);
        python.forgetClosedCluster();
        return null;
    }

    private static List<Verbs.Verb> verbs(Front front, DaskCells python) {
        return Stream.concat(Verbs.all(front).stream(), Stream.of(new PythonVerb(front, python)))
                .toList();
    }

    private static Optional<Endpoint> endpoint(KubeCluster cluster) {
        return cluster.status()
                .schedulerAddress()
                .map(address -> new Endpoint(address, cluster.credentials(), cluster::client));
    }

    /** Runs a magic; what it refuses is told in its own words alone, and the trace goes to the log. */
    private static @Nullable Object told(Callable<@Nullable Object> magic) throws Exception {
        try {
            return magic.call();
        } catch (CancellationException e) {
            throw e;
        } catch (ClusterException | IllegalArgumentException | IllegalStateException e) {
            LOG.log(Level.INFO, "A magic was refused", e);
            throw CellFailure.of(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
        }
    }
}
