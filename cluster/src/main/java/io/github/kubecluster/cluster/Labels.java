package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** The labels of every object that belongs to a cluster: those of dask-kubernetes, and who made it. */
final class Labels {
    static final String CLUSTER = "dask.org/cluster-name";
    static final String COMPONENT = "dask.org/component";
    /** The user, on a hub the hub's: as a label made safe, as an annotation as it is. */
    static final String USER = "dask.org/username";

    static final String WORKER = "worker";
    static final String SCHEDULER = "scheduler";

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String THIS_LIBRARY = "kubecluster-java";

    /** Annotations of the scheduler's job: the size that the cluster is to have, and the pod of its workers. */
    static final String SIZE = "kubecluster.github.io/size";

    static final String WORKER_TEMPLATE = "kubecluster.github.io/worker-template";

    private Labels() {}

    static String cluster(HasMetadata object) {
        return object.getMetadata().getLabels().getOrDefault(CLUSTER, "");
    }

    /** Returns the user as it is, not made safe; empty where none is named. */
    static String user(HasMetadata object) {
        return object.getMetadata().getAnnotations().getOrDefault(USER, "");
    }

    static boolean isWorker(Pod pod) {
        return WORKER.equals(pod.getMetadata().getLabels().get(COMPONENT));
    }

    static boolean isScheduler(Pod pod) {
        return SCHEDULER.equals(pod.getMetadata().getLabels().get(COMPONENT));
    }

    static Map<String, String> of(String cluster, String component) {
        return Map.of(CLUSTER, cluster, COMPONENT, component, MANAGED_BY, THIS_LIBRARY);
    }
}
