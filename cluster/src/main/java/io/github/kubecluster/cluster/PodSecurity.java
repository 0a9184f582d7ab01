package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes pods fit Kubernetes' Pod Security Standards. */
final class PodSecurity {
    private PodSecurity() {}

    /** Makes a pod fit Kubernetes' Pod Security Standard "restricted"; what the template says itself stays. */
    static PodFeature restricted() {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .withSecurityContext(nobody(pod.getSpec().getSecurityContext()))
                .withContainers(restricted(pod.getSpec().getContainers()))
                .withInitContainers(restricted(pod.getSpec().getInitContainers()))
                .endSpec()
                .build();
    }

    private static PodSecurityContext nobody(@Nullable PodSecurityContext given) {
        PodSecurityContext context =
                given == null ? new PodSecurityContext() : new PodSecurityContextBuilder(given).build();
        context.setRunAsNonRoot(Objects.requireNonNullElse(context.getRunAsNonRoot(), true));
        context.setRunAsUser(Objects.requireNonNullElse(context.getRunAsUser(), 1000L));
        context.setSeccompProfile(
                Objects.requireNonNullElse(context.getSeccompProfile(), new SeccompProfile(null, "RuntimeDefault")));
        return context;
    }

    private static List<Container> restricted(List<Container> containers) {
        return containers.stream()
                .map(container -> new ContainerBuilder(container)
                        .editOrNewSecurityContext()
                        .withAllowPrivilegeEscalation(false)
                        .editOrNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .endSecurityContext()
                        .build())
                .toList();
    }
}
