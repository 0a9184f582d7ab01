package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Two users of a hub that gives each a namespace. */
@EnabledIf(
        value = "io.github.kubecluster.it.ChartHub#isPossible",
        disabledReason = "no Chromium, no helm, no Kubernetes or no chart is there")
class HubWithUserNamespacesIT {
    /** Tries to speak with a scheduler, without a certificate of its cluster. */
    static final String SPEAK = """
            import socket, ssl, sys
            try:
                plain = socket.create_connection((sys.argv[1], 8786), 20)
                with ssl._create_unverified_context().wrap_socket(plain) as connection:
                    print("heard", len(connection.recv(100)))
            except OSError as failure:
                print(failure)
            """;

    @TempDir
    Path directory;

    @Test
    void no_user_can_list_reach_or_delete_what_another_one_has() throws Exception {
        try (ChartHub hub = new ChartHub();
                Chromium chromium = new Chromium()) {
            hub.installWithUserNamespaces(directory);
            HubUser alice = HubUser.logIn(hub, chromium, "alice");
            HubUser ann = HubUser.logIn(hub, chromium, "Ann O'Neil@example.org");
            alice.startCluster();
            String annsCluster = ann.startCluster();

            assertThatNothingIsAllowed(hub, alice, ann);
            assertThatNothingIsAllowed(hub, ann, alice);

            hub.stopServer(ann.lab());
            HubUser.awaitNothingLeftOf(annsCluster);
            assertThat(alice.daskPods()).hasSize(3);
        }
    }

    private static void assertThatNothingIsAllowed(ChartHub hub, HubUser user, HubUser other) {
        Pod notebook = user.notebook();
        String others = other.notebook().getMetadata().getNamespace();
        Pod scheduler = other.daskPods().stream()
                .filter(pod -> "scheduler".equals(pod.getMetadata().getLabels().get("dask.org/component")))
                .findFirst()
                .orElseThrow();
        assertThat(notebook.getMetadata().getNamespace()).isNotEqualTo(others);
        assertThat(other.daskPods())
                .hasSize(3)
                .allSatisfy(pod -> assertThat(pod.getMetadata().getNamespace()).isEqualTo(others));
        try (KubernetesClient rights = hub.clientOf(notebook)) {
            assertThat(rights.pods().list().getItems()).hasSize(4);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> rights.pods().inAnyNamespace().list(),
                    () -> rights.namespaces().list(),
                    () -> rights.pods().inNamespace(others).list(),
                    () -> rights.services().inNamespace(others).list(),
                    () -> rights.secrets().inNamespace(others).list(),
                    () -> rights.batch().v1().jobs().inNamespace(others).list(),
                    () -> rights.pods().resource(scheduler).get(),
                    () -> rights.pods()
                            .resource(scheduler)
                            .withReadyWaitTimeout(0)
                            .getLog(),
                    () -> rights.pods().resource(scheduler).delete(),
                    () -> rights.pods().resource(other.notebook()).delete())) {
                assertForbidden(call);
            }
        }
        assertThat(hub.run(
                        notebook, "python", "-c", SPEAK, scheduler.getStatus().getPodIP()))
                .doesNotContain("heard")
                .containsAnyOf("certificate required", "timed out");
    }

    private static void assertForbidden(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode())
                                .as(refusal.getMessage())
                                .isEqualTo(HttpURLConnection.HTTP_FORBIDDEN));
    }
}
