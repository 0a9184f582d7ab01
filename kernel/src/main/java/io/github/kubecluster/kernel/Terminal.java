package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.widget.ClusterListWidget;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** A shell as the place of a command line: everything is text on standard output. */
record Terminal(PrintStream out) implements Front {
    @Override
    public void adopt(KubeCluster cluster) {}

    @Override
    public Optional<KubeCluster> current() {
        return Optional.empty();
    }

    @Override
    public void show(KubeCluster cluster) {
        out.println(ClusterCard.text(cluster.status()));
    }

    @Override
    public void show(DisplayData data) {
        out.println(data.getData(MIMEType.TEXT_PLAIN));
    }

    @Override
    public void show(ClusterListWidget clusters, String text) {
        out.println(text);
    }

    @Override
    public void keep(KubeCluster cluster) {
        out.println("Cluster \"" + cluster.name() + "\" lives until Ctrl-C.");
        CountDownLatch over = new CountDownLatch(1);
        Runnable listening = cluster.onChange(status -> {
            if (status.phase() == ClusterPhase.CLOSED || status.phase() == ClusterPhase.FAILED) {
                over.countDown();
            }
        });
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.run();
        }
    }

    @Override
    public void say(String text) {
        out.println(text);
    }
}
