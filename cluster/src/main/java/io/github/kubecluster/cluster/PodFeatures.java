package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The features that scheduler and worker pods are made of. */
final class PodFeatures {
    /** Nodes that only take Dask; the second form is there because GKE forbids the slash (dask-kubernetes 0.8). */
    private static final List<String> DEDICATED = List.of("k8s.dask.org/dedicated", "k8s.dask.org_dedicated");

    private static final String KEYS = "/etc/kubecluster/keys";

    private PodFeatures() {}

    static PodFeature name(String name) {
        return pod -> new PodBuilder(pod)
                .editOrNewMetadata()
                .withName(name)
                .withGenerateName(null)
                .endMetadata()
                .build();
    }

    /** Labels that win over the template's own, which stay otherwise. */
    static PodFeature labels(Map<String, String> labels) {
        return pod -> new PodBuilder(pod)
                .editOrNewMetadata()
                .addToLabels(labels)
                .endMetadata()
                .build();
    }

    /** Both default tolerations of dask-kubernetes, for the role that {@code component} names; the template's own stay. */
    static PodFeature dedicatedNodes(String component) {
        return pod -> {
            List<Toleration> given = pod.getSpec().getTolerations();
            Toleration[] missing = DEDICATED.stream()
                    .map(key -> new TolerationBuilder()
                            .withKey(key)
                            .withOperator("Equal")
                            .withValue(component)
                            .withEffect("NoSchedule")
                            .build())
                    .filter(toleration -> !given.contains(toleration))
                    .toArray(Toleration[]::new);
            return new PodBuilder(pod)
                    .editSpec()
                    .addToTolerations(missing)
                    .endSpec()
                    .build();
        };
    }

    /** A pod that has ended stays ended: what replaces it is decided by the cluster, not by the kubelet. */
    static PodFeature restartPolicyNever() {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .withRestartPolicy("Never")
                .endSpec()
                .build();
    }

    /** Dask needs no rights on Kubernetes, so its pods get no service-account token unless the template asks for one. */
    static PodFeature noServiceAccountToken() {
        return pod -> pod.getSpec().getAutomountServiceAccountToken() != null
                ? pod
                : new PodBuilder(pod)
                        .editSpec()
                        .withAutomountServiceAccountToken(false)
                        .endSpec()
                        .build();
    }

    /** Unless the template says otherwise, or asks for a privileged container, which may escalate by itself. */
    static PodFeature noPrivilegeEscalation() {
        return pod -> editFirst(pod, container -> {
            SecurityContext given = container.getSecurityContext();
            boolean decided = given != null
                    && (given.getAllowPrivilegeEscalation() != null || Boolean.TRUE.equals(given.getPrivileged()));
            return decided
                    ? container
                    : new ContainerBuilder(container)
                            .editOrNewSecurityContext()
                            .withAllowPrivilegeEscalation(false)
                            .endSecurityContext()
                            .build();
        });
    }

    /** Container names are optional in templates of the field, not in Kubernetes. */
    static PodFeature containerNames() {
        return pod -> {
            List<Container> containers = pod.getSpec().getContainers();
            List<Container> named = Stream.iterate(0, i -> i < containers.size(), i -> i + 1)
                    .map(i -> containers.get(i).getName() != null
                            ? containers.get(i)
                            : new ContainerBuilder(containers.get(i))
                                    .withName("dask-" + i)
                                    .build())
                    .toList();
            return new PodBuilder(pod)
                    .editSpec()
                    .withContainers(named)
                    .endSpec()
                    .build();
        };
    }

    /** Environment of the first container; a name that the template has too gets the value given here. */
    static PodFeature environment(Map<String, String> variables) {
        return pod -> editFirst(pod, container -> {
            Map<String, EnvVar> merged = new LinkedHashMap<>();
            container.getEnv().forEach(variable -> merged.put(variable.getName(), variable));
            variables.forEach((name, value) -> merged.put(
                    name, new EnvVarBuilder().withName(name).withValue(value).build()));
            return new ContainerBuilder(container)
                    .withEnv(List.copyOf(merged.values()))
                    .build();
        });
    }

    /**
     * Keys of a member of the cluster, mounted from {@code secret} where Dask's configuration says (its section
     * {@code distributed.comm.tls}), and nothing but TLS allowed.
     */
    static PodFeature keys(String secret, String role) {
        String certificate = KEYS + "/" + role + ".crt";
        String key = KEYS + "/" + role + ".key";
        String tls = "DASK_DISTRIBUTED__COMM__TLS__";
        return pod -> environment(Map.of(
                        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION",
                        "True",
                        tls + "CA_FILE",
                        KEYS + "/ca.crt",
                        tls + role.toUpperCase(Locale.ROOT) + "__CERT",
                        certificate,
                        tls + role.toUpperCase(Locale.ROOT) + "__KEY",
                        key,
                        tls + "CLIENT__CERT",
                        certificate,
                        tls + "CLIENT__KEY",
                        key))
                .apply(mounted(pod, secret, role));
    }

    private static Pod mounted(Pod pod, String secret, String role) {
        KeyToPath[] files = Stream.of("ca.crt", role + ".crt", role + ".key")
                .map(file -> new KeyToPathBuilder().withKey(file).withPath(file).build())
                .toArray(KeyToPath[]::new);
        Pod withVolume = new PodBuilder(pod)
                .editSpec()
                .addNewVolume()
                .withName("kubecluster-keys")
                .withNewSecret()
                .withSecretName(secret)
                .withItems(files)
                .endSecret()
                .endVolume()
                .endSpec()
                .build();
        return editFirst(
                withVolume,
                container -> new ContainerBuilder(container)
                        .addNewVolumeMount()
                        .withName("kubecluster-keys")
                        .withMountPath(KEYS)
                        .withReadOnly(true)
                        .endVolumeMount()
                        .build());
    }

    /** Replaces what the first container runs; the image's entry point stays where the template leaves it. */
    static PodFeature command(UnaryOperator<DaskCommand> change) {
        return pod -> editFirst(pod, container -> {
            boolean byCommand = !container.getCommand().isEmpty();
            List<String> words =
                    change.apply(new DaskCommand(DaskCommand.words(container))).words();
            return byCommand
                    ? new ContainerBuilder(container)
                            .withCommand(words)
                            .withArgs()
                            .build()
                    : new ContainerBuilder(container).withArgs(words).build();
        });
    }

    /** Changes the container that runs Dask; see {@link DaskContainer#first}. */
    static Pod editFirst(Pod pod, UnaryOperator<Container> change) {
        Container first = pod.getSpec().getContainers().get(0);
        return new PodBuilder(pod)
                .editSpec()
                .setToContainers(0, change.apply(first))
                .endSpec()
                .build();
    }
}
