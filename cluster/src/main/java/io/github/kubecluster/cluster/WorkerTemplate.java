package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.UUID;

/**
 * The pod that every worker of a cluster runs in, complete but for two names. It is kept with the cluster, so that whoever
 * owns the cluster later makes the same workers.
 *
 * @param cluster the cluster's name
 * @param json the pod's manifest, with {@value #NAME} and {@value #SCHEDULER} in it
 */
record WorkerTemplate(String cluster, String json) {
    private static final String NAME = "kubecluster-worker-name";
    private static final String SCHEDULER = "kubecluster-scheduler-address";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    static WorkerTemplate of(DaskPods pods, Map<String, String> options) {
        return new WorkerTemplate(pods.cluster(), SERIALIZATION.asJson(pods.worker(NAME, SCHEDULER, options)));
    }

    /** Returns a name for a worker and its pod: chosen here, so that a repeated request cannot make a second pod. */
    String newName() {
        return cluster + "-worker-" + UUID.randomUUID().toString().substring(0, 8);
    }

    Pod pod(String worker, String schedulerAddress) {
        return SERIALIZATION.unmarshal(json.replace(NAME, worker).replace(SCHEDULER, schedulerAddress), Pod.class);
    }

    /** Returns whose workers they are; empty where that is not said. */
    String user() {
        return Labels.user(pod(NAME, SCHEDULER));
    }

    WorkerSize size() {
        return WorkerSize.of(pod(NAME, SCHEDULER));
    }
}
