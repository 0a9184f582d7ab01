package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.KubeCluster;
import java.util.Iterator;

/** What completes the name of a context of the kubeconfig. */
final class KubernetesContexts implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return KubeCluster.kubernetesContexts().iterator();
    }
}
