package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.widget.ClusterCommands;
import io.github.kubecluster.widget.ClusterHistory;
import io.github.kubecluster.widget.ClusterWidget;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Clusters as a notebook shows them: as a widget where the browser has widgets, and as a card elsewhere. The card follows
 * until a browser has drawn the widget, and replaces the widget when the cluster has ended: it is there also when the kernel
 * is not. A page that was loaded anew takes no other output for an old one; there the card stands within the widget.
 */
final class ClusterDisplays {
    private final Map<KubeCluster, Shown> shown = new ConcurrentHashMap<>();
    private final JavaKernel kernel;

    ClusterDisplays(JavaKernel kernel) {
        this.kernel = kernel;
    }

    void show(KubeCluster cluster) {
        ClusterStatus status = cluster.status();
        if (isOver(status)) {
            kernel.display(ClusterCard.of(status));
        } else {
            Shown one = shown.computeIfAbsent(cluster, this::follow);
            one.add(status);
            one.take(cluster.status());
        }
    }

    private Shown follow(KubeCluster cluster) {
        Shown one =
                new Shown(new ClusterWidget(ClusterCommands.of(cluster), ClusterHistory.of(cluster), cluster.status()));
        cluster.onChange(status -> {
            one.take(status);
            if (isOver(status)) {
                shown.remove(cluster);
            }
        });
        return one;
    }

    private static boolean isOver(ClusterStatus status) {
        return status.phase() == ClusterPhase.CLOSED || status.phase() == ClusterPhase.FAILED;
    }

    /** One cluster, in every place where it is shown. */
    private final class Shown {
        private final List<String> places = new CopyOnWriteArrayList<>();
        private final ClusterWidget widget;

        Shown(ClusterWidget widget) {
            this.widget = widget;
            widget.onDraw(this::drawn);
        }

        void add(ClusterStatus status) {
            String place = "kubecluster-" + UUID.randomUUID();
            kernel.display(both(status), place);
            places.add(place);
        }

        void take(ClusterStatus status) {
            if (isOver(status)) {
                places.forEach(place -> kernel.update(ClusterCard.of(status), place));
                widget.end(ClusterCard.html(status));
            } else {
                widget.update(status);
            }
        }

        private void drawn(ClusterStatus status) {
            if (!isOver(status) && !widget.isSeen()) {
                places.forEach(place -> kernel.update(both(status), place));
            }
        }

        private DisplayData both(ClusterStatus status) {
            DisplayData both = new DisplayData(kernel.render(widget.root()));
            both.putText(ClusterCard.text(status));
            both.putHTML(ClusterCard.html(status));
            return both;
        }
    }
}
