package io.github.kubecluster.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Hubs on a Kubernetes that enforces network policies. */
@EnabledIf(value = "io.github.kubecluster.it.EnforcedPolicies#isPossible", disabledReason = EnforcedPolicies.NEEDS)
class PolicedHubIT {
    /** Tells of each address whether a connection comes about. */
    static final String CONNECT = """
            import socket, sys
            for address in sys.argv[1:]:
                host, port = address.split(":")
                try:
                    socket.create_connection((host, int(port)), 5).close()
                    print("connected")
                except OSError as failure:
                    print(failure)
            """;

    @TempDir
    static Path directory;

    @AutoClose
    static EnforcedPolicies policies;

    @AutoClose
    static Chromium chromium;

    @BeforeAll
    static void enforce() throws Exception {
        policies = new EnforcedPolicies(directory.resolve("kube-router.log"));
        chromium = new Chromium();
    }

    @Test
    void under_the_charts_own_rules_alone_a_start_names_the_setting_that_is_missing() throws Exception {
        try (ChartHub hub = new ChartHub()) {
            hub.installUnderItsOwnRules();
            hub.allowNames();
            HubUser alice = HubUser.logIn(hub, chromium, "alice");

            alice.lab().run(HubUser.START);

            assertThat(alice.lab().cell(HubUser.START))
                    .containsText(
                            Pattern.compile(
                                    "does not answer as a Kubernetes \\(.*\\); have the hub's administrator allow it"
                                            + " in singleuser.networkPolicy.egress \\(%kubecluster values prints the rules\\)"));
            assertThat(alice.daskPods()).isEmpty();
        }
    }

    @Test
    void a_start_whose_scheduler_the_rules_put_out_of_reach_names_the_setting_that_is_missing() throws Exception {
        try (ChartHub hub = new ChartHub()) {
            hub.installUnderItsOwnRules();
            hub.allowNames();
            hub.allowKubernetes();
            HubUser alice = HubUser.logIn(hub, chromium, "alice");

            alice.lab().run(HubUser.START);

            assertThat(alice.lab().cell(HubUser.START))
                    .containsText(
                            "If it heard nothing of its owner, the network keeps this process from it: have a hub's"
                                    + " singleuser.networkPolicy set as %kubecluster values prints it");
        }
    }

    @Test
    void under_the_shipped_rules_the_quickstart_and_the_dashboard_work() throws Exception {
        try (ChartHub hub = new ChartHub()) {
            hub.install();
            hub.allowNames();
            hub.allowKubernetes();
            HubUser alice = HubUser.logIn(hub, chromium, "alice");

            alice.startCluster();

            alice.lookAtDashboard("/user/alice");
            alice.compute();
        }
    }

    @Test
    void no_pod_of_another_user_can_connect_to_a_scheduler_a_worker_or_their_dashboards() throws Exception {
        try (ChartHub hub = new ChartHub()) {
            hub.installWithUserNamespaces(directory);
            HubUser alice = HubUser.logIn(hub, chromium, "alice");
            HubUser bob = HubUser.logIn(hub, chromium, "bob");
            alice.startCluster();
            List<String> addresses = hub.addressesOf("alice");
            assertThat(addresses).hasSize(6);

            assertThat(connections(hub, alice.notebook(), addresses)).hasSize(6).containsOnly("connected");
            assertThat(connections(hub, bob.notebook(), addresses))
                    .hasSize(6)
                    .allSatisfy(failure -> assertThat(failure).containsAnyOf("timed out", "refused"));
        }
    }

    private static List<String> connections(ChartHub hub, Pod from, List<String> addresses) {
        List<String> command = new ArrayList<>(List.of("python", "-c", CONNECT));
        command.addAll(addresses);
        return hub.run(from, command.toArray(String[]::new)).lines().toList();
    }
}
