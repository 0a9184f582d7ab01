package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder's words do to the pods. */
class ShortcutsTest {
    static KubeClusterBuilder builder() {
        return new KubeClusterBuilder(Map.of("HOME", "/no/home", "DASK_ROOT_CONFIG", "/no/config"));
    }

    static Pod worker(KubeClusterBuilder builder) {
        return builder.templates().worker().pod();
    }

    static Pod scheduler(KubeClusterBuilder builder) {
        return builder.templates().scheduler().pod();
    }

    static Container container(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }

    @Test
    void image_labels_annotations_and_places_hold_for_all_pods() {
        KubeClusterBuilder builder = builder()
                .image("acme/dask:1")
                .label("team", "risk")
                .annotation("note", "mine")
                .pullSecret("registry")
                .serviceAccount("worker")
                .nodeSelector("pool", "dask")
                .priorityClass("low");

        for (Pod pod : List.of(worker(builder), scheduler(builder))) {
            assertThat(container(pod).getImage()).isEqualTo("acme/dask:1");
            assertThat(pod.getMetadata().getLabels()).containsEntry("team", "risk");
            assertThat(pod.getMetadata().getAnnotations()).containsEntry("note", "mine");
            assertThat(pod.getSpec().getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
            assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("worker");
            assertThat(pod.getSpec().getNodeSelector()).containsEntry("pool", "dask");
            assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("low");
        }
    }

    @Test
    void size_is_told_to_kubernetes_and_to_dask_and_is_the_workers_alone() {
        KubeClusterBuilder builder =
                builder().threads(4).memory("6GB").cpu("3500m").gpus(1).daskResources("GPU=1");

        Container worker = container(worker(builder));
        assertThat(worker.getResources().getLimits())
                .containsEntry("memory", new Quantity("6000000000"))
                .containsEntry("cpu", new Quantity("3500m"))
                .containsEntry("nvidia.com/gpu", new Quantity("1"));
        assertThat(worker.getResources().getRequests()).containsEntry("memory", new Quantity("6000000000"));
        assertThat(worker.getArgs())
                .containsSequence("--nthreads", "4")
                .containsSequence("--memory-limit", "6000000000")
                .containsSequence("--resources", "GPU=1")
                .doesNotContain("2GB");
        assertThat(container(scheduler(builder)).getResources().getLimits())
                .containsEntry("memory", new Quantity("2G"))
                .doesNotContainKey("nvidia.com/gpu");
    }

    @Test
    void a_number_of_processors_is_one_of_threads_unless_that_is_given() {
        assertThat(container(worker(builder().cpu("3"))).getArgs()).containsSequence("--nthreads", "3");
        assertThat(container(worker(builder().cpu("500m"))).getArgs()).containsSequence("--nthreads", "1");
    }

    @Test
    void gpus_may_be_of_another_make() {
        assertThat(container(worker(builder().gpus(2, "amd.com/gpu")))
                        .getResources()
                        .getLimits())
                .containsEntry("amd.com/gpu", new Quantity("2"));
    }

    @Test
    void of_variables_with_the_same_name_the_last_counts() {
        String yaml = PodTemplateTest.WORKER.replace("value: $HELLO}", "value: a}\n    - {name: GREETING, value: b}");
        KubeClusterBuilder builder = builder().template(yaml).env("OTHER", "1").env("OTHER", "2");

        assertThat(container(new DaskPods("demo", builder.templates(), false).worker("w", "tcp://s:1", Map.of()))
                        .getEnv())
                .filteredOn(variable -> variable.getName().matches("GREETING|OTHER"))
                .extracting(EnvVar::getValue)
                .containsExactly("b", "2");
    }

    @Test
    void a_variable_may_come_from_a_secret() {
        assertThat(container(worker(builder().envFromSecret("PASSWORD", "db", "password")))
                        .getEnv())
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("db");
                    assertThat(variable.getValueFrom().getSecretKeyRef().getKey())
                            .isEqualTo("password");
                });
    }

    @Test
    void volumes_are_mounted_where_dask_runs() {
        Pod worker = worker(builder()
                .volume("pvc/data:/data:ro")
                .volume("secret/keys:/keys")
                .volume("emptydir:/scratch"));

        assertThat(worker.getSpec().getVolumes())
                .hasSize(3)
                .anySatisfy(
                        volume -> assertThat(volume.getPersistentVolumeClaim().getClaimName())
                                .isEqualTo("data"));
        assertThat(container(worker).getVolumeMounts())
                .extracting("mountPath", "readOnly")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/data", true),
                        org.assertj.core.groups.Tuple.tuple("/keys", null),
                        org.assertj.core.groups.Tuple.tuple("/scratch", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:/data", "pvc/data", "pvc/data:data", "nfs/x:/x", "pvc:/data"})
    void a_volume_of_another_form_is_refused(String volume) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().volume(volume))
                .withMessage("Volume \"" + volume
                        + "\" cannot be read. Write KIND/NAME:PATH or KIND/NAME:PATH:ro, where KIND "
                        + "is pvc, secret, configmap or hostpath, or write emptydir:PATH.");
    }

    @Test
    void sizes_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().memory("4 gigs"))
                .withMessage(
                        "Memory \"4 gigs\" cannot be read. Write a number and a unit, such as \"64GB\" or \"64Gi\".");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().cpu("two"))
                .withMessage(
                        "Worker cpu \"two\" is not a Kubernetes quantity above zero. Write one such as \"2\" or \"500m\".");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().threads(0))
                .withMessage("Cannot give a worker 0 threads. Give a number from 1 upwards.");
    }

    @Test
    void nodes_labelled_for_dask_are_preferred_required_or_nothing() {
        Pod preferred = worker(builder());
        assertThat(preferred
                        .getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getPreferredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> {
                    assertThat(term.getWeight()).isEqualTo(100);
                    assertThat(term.getPreference().getMatchExpressions())
                            .singleElement()
                            .satisfies(requirement -> {
                                assertThat(requirement.getKey()).isEqualTo("k8s.dask.org/node-purpose");
                                assertThat(requirement.getValues()).containsExactly("worker");
                            });
                });
        Pod required = scheduler(builder().nodePurpose(NodePurpose.REQUIRED));
        assertThat(required.getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms())
                .singleElement()
                .satisfies(term -> assertThat(term.getMatchExpressions().get(0).getValues())
                        .containsExactly("scheduler"));
        assertThat(worker(builder().nodePurpose(NodePurpose.NONE)).getSpec().getAffinity())
                .isNull();
    }

    @Test
    void a_restricted_pod_has_no_capability_and_runs_as_nobody_in_particular() {
        KubeClusterBuilder builder = builder().restricted();

        for (Pod pod : List.of(worker(builder), scheduler(builder))) {
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(1000);
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            assertThat(container(pod).getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container(pod).getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
        }
    }

    @Test
    void the_user_is_a_label_made_safe_and_an_annotation_as_it_is() {
        KubeClusterBuilder builder =
                new KubeClusterBuilder(Map.of("JUPYTERHUB_USER", "user@email.com", "HOME", "/no/home"));

        assertThat(worker(builder).getMetadata().getLabels())
                .containsEntry("dask.org/username", "user-email-com---0925f997");
        assertThat(worker(builder).getMetadata().getAnnotations()).containsEntry("dask.org/username", "user@email.com");
    }

    @Test
    void of_several_containers_the_one_that_runs_dask_is_meant() {
        String yaml = """
                kind: Pod
                spec:
                  containers:
                  - {name: proxy, image: proxy:1}
                  - {name: main, image: dask:1, args: [dask-worker]}
                  - {name: other, image: other:1}
                """;

        assertThat(container(worker(builder().template(yaml).env("A", "1"))).getName())
                .isEqualTo("main");
        assertThat(container(worker(builder().template(yaml).container("other").env("A", "1")))
                        .getEnv())
                .hasSize(1);
        assertThat(scheduler(builder().template(yaml)).getSpec().getContainers())
                .as("the sidecars are the workers\' alone")
                .singleElement()
                .satisfies(container -> assertThat(container.getName()).isEqualTo("main"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> worker(builder().template(yaml).container("mian")))
                .withMessage(
                        "Pod template \"given as text\" has no container \"mian\". Name one of: proxy, main, other.");
    }

    @Test
    void any_part_of_a_pod_can_be_added() {
        Pod worker = worker(builder()
                .extraPodConfig(
                        Map.of("tolerations", List.of(Map.of("key", "gpu", "operator", "Exists")), "hostNetwork", true))
                .extraContainerConfig(Map.of("resources", Map.of("limits", Map.of("acme.com/fpga", 1)))));

        assertThat(worker.getSpec().getHostNetwork()).isTrue();
        assertThat(worker.getSpec().getTolerations()).extracting("key").contains("gpu");
        assertThat(container(worker).getResources().getLimits()).containsKeys("acme.com/fpga", "memory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().extraPodConfig(Map.of("hostNetwrok", true)))
                .withMessage("The extra pod configuration: unknown key \"hostNetwrok\". Did you mean \"hostNetwork\"?");
    }
}
