package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReasonTest {
    static Pod pod(String status) {
        return new KubernetesSerialization().unmarshal("""
                        metadata: {name: demo-worker-1}
                        spec:
                          containers:
                          - name: dask
                            resources: {limits: {memory: 2G}}
                        status: %s
                        """.formatted(status), Pod.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{phase: Pending} | waits for a node",
                "{phase: Running} | runs, not yet registered",
                "{phase: Succeeded} | ended by itself",
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/1 nodes"
                        + " are available}]} | Unschedulable: 0/1 nodes are available",
                "{phase: Pending, containerStatuses: [{name: dask, image: acme/dask, state: {waiting: {reason: ImagePullBackOff,"
                        + " message: 'Back-off pulling image \"acme/dask\": ErrImagePull: not found'}}}]} | image \"acme/dask\""
                        + " cannot be had: not found",
                "{phase: Pending, containerStatuses: [{name: dask, state: {waiting: {reason: ContainerCreating}}}]} |"
                        + " waits for a node",
                "{phase: Pending, containerStatuses: [{name: dask, state: {waiting: {reason: CreateContainerConfigError,"
                        + " message: secret \"s\" not found}}}]} | CreateContainerConfigError: secret \"s\" not found",
                "{phase: Failed, containerStatuses: [{name: dask, state: {terminated: {exitCode: 2}}}]} |"
                        + " container \"dask\" ended with exit code 2",
                "{phase: Failed, containerStatuses: [{name: dask, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]} |"
                        + " OOMKilled: container \"dask\" used more memory than its limit of 2G",
                "{phase: Pending, initContainerStatuses: [{name: setup, state: {running: {}}}], containerStatuses: [{name: dask,"
                        + " state: {waiting: {reason: PodInitializing}}}]} | runs its init container \"setup\"",
                "{phase: Pending, conditions: [{type: kubecluster/Reported, message: 'pulls its image'}]} | pulls its image",
                "{phase: Running, conditions: [{type: kubecluster/Reported, message: 'pulls its image'}]} | runs, not yet"
                        + " registered",
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: no},"
                        + " {type: kubecluster/Reported, message: a node comes}]} | a node comes; Unschedulable: no",
                "{phase: Failed, reason: Evicted, message: The node was low on memory} | Evicted: The node was low on memory",
            })
    void a_pod_is_explained_in_one_sentence(String status, String sentence) {
        assertThat(PodReason.of(pod(status))).isEqualTo(sentence);
    }

    @Test
    void a_pod_that_may_be_installing_packages_says_which() {
        Pod pod = pod("{phase: Running}");
        pod.getSpec().getContainers().get(0).setEnv(List.of(new EnvVar("EXTRA_PIP_PACKAGES", "s3fs zarr", null)));

        assertThat(PodReason.of(pod))
                .isEqualTo("runs, installs EXTRA_PIP_PACKAGES \"s3fs zarr\" or connects, not yet registered");
    }

    @Test
    void a_pod_without_a_status_is_new() {
        assertThat(PodReason.of(pod("null"))).isEqualTo("waits for Kubernetes to take note of it");
        assertThat(PodReason.ended(pod("null"))).isFalse();
    }

    @Test
    void a_pod_that_must_make_room_says_for_what() {
        Pod pod = pod("{phase: Running, conditions: [{type: DisruptionTarget, reason: PreemptionByScheduler,"
                + " message: 'default-scheduler: preempting'}]}");
        pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(PodReason.of(pod)).isEqualTo("PreemptionByScheduler: default-scheduler: preempting");
    }
}
