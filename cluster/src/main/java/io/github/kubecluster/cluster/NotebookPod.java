package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pods take over from the pod that this process runs in, where nobody has named an image: the image that has the
 * notebook's packages, what it takes to pull it, and the nodes that it may run on.
 */
record NotebookPod(String image, List<LocalObjectReference> pullSecrets, List<Toleration> tolerations) {
    private static final System.Logger LOG = System.getLogger(NotebookPod.class.getName());

    /** Asks Kubernetes for the pod; empty outside of one, and where it may not be read. */
    static Optional<NotebookPod> read(Map<String, String> environment) {
        String self = environment.get("HOSTNAME");
        if (!PodWay.hasServiceAccount(environment) || self == null) {
            return Optional.empty();
        }
        try (KubernetesClient kubernetes = KubernetesAccess.ofPod(environment)) {
            return Optional.ofNullable(kubernetes.pods().withName(self).get()).map(pod -> of(pod, environment));
        } catch (KubernetesClientException e) {
            LOG.log(System.Logger.Level.INFO, "The notebook's pod cannot be read; its image is not taken over", e);
            return Optional.empty();
        }
    }

    /** Of several containers, the notebook's is the one whose image the hub names, or that is called so. */
    static NotebookPod of(Pod pod, Map<String, String> environment) {
        List<Container> containers = pod.getSpec().getContainers();
        String named = environment.getOrDefault("JUPYTER_IMAGE_SPEC", "");
        Container notebook = containers.stream()
                .filter(container -> container.getImage().equals(named) || "notebook".equals(container.getName()))
                .findFirst()
                .orElse(containers.get(0));
        return new NotebookPod(
                notebook.getImage(),
                pod.getSpec().getImagePullSecrets(),
                pod.getSpec().getTolerations().stream()
                        .filter(toleration -> !isOfEveryPod(toleration))
                        .toList());
    }

    /** Kubernetes itself gives these to every pod. */
    private static boolean isOfEveryPod(Toleration toleration) {
        return toleration.getKey() != null && toleration.getKey().startsWith("node.kubernetes.io/");
    }

    PodFeature takenOver() {
        return pod -> new PodBuilder(Shortcuts.image(image).apply(pod))
                .editSpec()
                .addAllToImagePullSecrets(pullSecrets)
                .addAllToTolerations(tolerations)
                .endSpec()
                .build();
    }
}
