package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotebookPodTest {
    static final Pod POD = new KubernetesSerialization().unmarshal("""
                    kind: Pod
                    apiVersion: v1
                    spec:
                      imagePullSecrets: [{name: registry}]
                      tolerations:
                      - {key: hub.jupyter.org/dedicated, operator: Equal, value: user, effect: NoSchedule}
                      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                      containers:
                      - {name: sidecar, image: sidecar:1}
                      - {name: notebook, image: hub/notebook:7}
                    """, Pod.class);

    @Test
    void a_template_without_an_image_takes_over_what_the_notebook_runs_on() {
        PodTemplates templates = PodTemplates.standard(Map.of()).withImage(NotebookPod.of(POD, Map.of())::takenOver);

        for (Pod pod :
                new Pod[] {templates.worker().pod(), templates.scheduler().pod()}) {
            assertThat(pod.getSpec().getContainers().get(0).getImage()).isEqualTo("hub/notebook:7");
            assertThat(pod.getSpec().getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
            assertThat(pod.getSpec().getTolerations())
                    .extracting(Toleration::getKey)
                    .containsExactly("hub.jupyter.org/dedicated");
        }
    }

    @Test
    void the_hub_may_name_the_image_itself() {
        assertThat(NotebookPod.of(POD, Map.of("JUPYTER_IMAGE_SPEC", "sidecar:1"))
                        .image())
                .isEqualTo("sidecar:1");
    }

    @Test
    void a_template_with_an_image_takes_nothing_over() {
        PodTemplates given = PodTemplates.parse("t", PodTemplateTest.WORKER, Map.of("DASK_IMAGE", "acme/dask:1"));

        assertThat(given.withImage(() -> {
                    throw new AssertionError("asked for another image");
                }))
                .isEqualTo(given);
    }

    @Test
    void outside_of_a_pod_there_is_none() {
        assertThat(NotebookPod.read(Map.of("HOSTNAME", "laptop"))).isEmpty();
    }
}
