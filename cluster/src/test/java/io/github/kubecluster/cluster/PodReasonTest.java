package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
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
                        + " message: Back-off}}}]} | ImagePullBackOff: image \"acme/dask\" cannot be had: Back-off",
                "{phase: Pending, containerStatuses: [{name: dask, state: {waiting: {reason: ContainerCreating}}}]} |"
                        + " waits for a node",
                "{phase: Pending, containerStatuses: [{name: dask, state: {waiting: {reason: CreateContainerConfigError,"
                        + " message: secret \"s\" not found}}}]} | CreateContainerConfigError: secret \"s\" not found",
                "{phase: Failed, containerStatuses: [{name: dask, state: {terminated: {exitCode: 2}}}]} |"
                        + " container \"dask\" ended with exit code 2",
                "{phase: Failed, containerStatuses: [{name: dask, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]} |"
                        + " OOMKilled: container \"dask\" used more memory than its limit of 2G",
                "{phase: Failed, reason: Evicted, message: The node was low on memory} | Evicted: The node was low on memory",
            })
    void a_pod_is_explained_in_one_sentence(String status, String sentence) {
        assertThat(PodReason.of(pod(status))).isEqualTo(sentence);
    }

    @Test
    void a_pod_without_a_status_is_new() {
        assertThat(PodReason.of(pod("null"))).isEqualTo("waits for Kubernetes to take note of it");
        assertThat(PodReason.ended(pod("null"))).isFalse();
    }
}
