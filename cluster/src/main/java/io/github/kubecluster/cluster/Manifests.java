package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the objects of a cluster as YAML, without creating them. */
final class Manifests {
    private Manifests() {}

    static String of(DaskPods pods, Scaling scaling, Lifeline lifeline) {
        KubernetesSerialization yaml = new KubernetesSerialization();
        return objects(pods, scaling, lifeline).stream().map(yaml::asYaml).collect(Collectors.joining());
    }

    static List<HasMetadata> objects(DaskPods pods, Scaling scaling, Lifeline lifeline) {
        Pod scheduler = pods.scheduler(KubernetesRuntime.SCHEDULER_OPTIONS, lifeline);
        WorkerTemplate workers = WorkerTemplate.of(pods, Map.of());
        Job job = KubernetesObjects.lifeline(
                scheduler,
                KubernetesLaunch.TIME_TO_LIVE_AFTER_END,
                null,
                KubernetesObjects.annotations(workers, scaling),
                List.of());
        List<HasMetadata> objects = new ArrayList<>(List.of(job, KubernetesObjects.service(job)));
        String address = "tcp://" + job.getMetadata().getName() + ":" + KubernetesObjects.COMM_PORT;
        for (int i = 0; i < scaling.initialWorkers(); i++) {
            objects.add(workers.pod(workers.newName(), address));
        }
        objects.forEach(object -> object.getMetadata().setOwnerReferences(List.of()));
        return objects;
    }
}
