package io.github.kubecluster.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The link (case 20)")
class DashboardLinkTest {
    private static final URI SCHEDULER = URI.create("https://10.0.0.5:8787");
    private static final int PROXY = 40123;
    private static final Map<String, String> HUB = Map.of(
            "JUPYTERHUB_SERVICE_PREFIX", "/hub2/user/a%20b@x.org/gpu/", "JUPYTERHUB_USER", "a b@x.org", "EMPTY", "");

    private static String link(String template) {
        return DashboardLink.of(template, HUB, warning -> {
                    throw new AssertionError(warning);
                })
                .to(SCHEDULER, PROXY);
    }

    @Test
    void case_20_on_a_hub_it_stands_below_the_users_server() {
        DashboardLink link = DashboardLink.of(HUB);

        assertThat(link.to(SCHEDULER, PROXY)).isEqualTo("/hub2/user/a%20b@x.org/gpu/proxy/40123/status");
        assertThat(link.isThroughProxy()).isTrue();
    }

    @Test
    void case_20_elsewhere_it_is_on_loopback() {
        DashboardLink link = DashboardLink.of(Map.of("JUPYTERHUB_SERVICE_PREFIX", ""));

        assertThat(link.to(SCHEDULER, PROXY)).isEqualTo("http://127.0.0.1:40123/status");
        assertThat(link.isThroughProxy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://hub.example/user/alice/", "https://hub.example/user/alice"})
    void it_is_absolute_where_the_hub_tells_its_public_address(String url) {
        DashboardLink link =
                DashboardLink.of(Map.of("JUPYTERHUB_PUBLIC_URL", url, "JUPYTERHUB_SERVICE_PREFIX", "/user/alice/"));

        assertThat(link.to(SCHEDULER, PROXY)).isEqualTo("https://hub.example/user/alice/proxy/40123/status");
        assertThat(link.isThroughProxy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "{JUPYTERHUB_SERVICE_PREFIX}proxy/{port}/status, /hub2/user/a%20b@x.org/gpu/proxy/40123/status",
        "{JUPYTERHUB_SERVICE_PREFIX}proxy/{host}:{port}/status, "
                + "/hub2/user/a%20b@x.org/gpu/proxy/127.0.0.1:40123/status",
        "{JUPYTERHUB_SERVICE_PREFIX}proxy/absolute/{port}/status, "
                + "/hub2/user/a%20b@x.org/gpu/proxy/absolute/40123/status",
        "/proxy/{port}/status, /proxy/40123/status",
        "proxy/{port}/status, proxy/40123/status",
        "http://localhost:{port}/status, http://localhost:40123/status",
        "http://127.0.0.1:{port}/status, http://127.0.0.1:40123/status",
        "/user/{JUPYTERHUB_USER}/proxy/{port}/status, /user/a b@x.org/proxy/40123/status"
    })
    void where_it_leads_through_the_proxy_it_has_the_proxys_port(String template, String expected) {
        assertThat(link(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "{scheme}://{host}:{port}/status, https://10.0.0.5:8787/status",
        "https://dash.example/{host}/{port}/, https://dash.example/10.0.0.5/8787/",
        "https://proxy.example/{port}, https://proxy.example/8787",
        "https://dash.example/x{EMPTY}y, https://dash.example/xy",
        "https://dash.example/{{b}}, https://dash.example/{b}",
        "https://dash.example/{{{host}}}, https://dash.example/{10.0.0.5}",
        "https://dash.example/$1\\x, https://dash.example/$1\\x"
    })
    void elsewhere_it_has_the_schedulers_host_and_port(String template, String expected) {
        assertThat(link(template)).isEqualTo(expected);
        assertThat(DashboardLink.of(template, HUB, warning -> {}).isThroughProxy())
                .isFalse();
    }

    @Test
    void a_built_in_wins_over_a_variable_of_its_name() {
        DashboardLink link = DashboardLink.of("{host}", Map.of("host", "variable"), warning -> {});

        assertThat(link.to(SCHEDULER, PROXY)).isEqualTo("10.0.0.5");
    }

    @Test
    void an_ipv6_host_keeps_its_brackets() {
        DashboardLink link = DashboardLink.of("{scheme}://{host}:{port}/status", Map.of(), warning -> {});

        assertThat(link.to(URI.create("http://[::1]:8787"), PROXY)).isEqualTo("http://[::1]:8787/status");
    }

    @Test
    void case_20_an_unknown_variable_costs_one_warning_and_the_default_link_is_used() {
        List<String> warnings = new ArrayList<>();
        DashboardLink link = DashboardLink.of("{NOPE}/x", HUB, warnings::add);

        assertThat(link.to(SCHEDULER, PROXY)).isEqualTo("/hub2/user/a%20b@x.org/gpu/proxy/40123/status");
        link.to(SCHEDULER, PROXY);
        assertThat(warnings)
                .containsExactly(
                        "Dashboard link \"{NOPE}/x\" needs the environment variable NOPE, which is not set. The"
                                + " default link is used. Correct distributed.dashboard.link.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{port", "port}", "{port:>6}", "{host!r}", "{a{b}}", "}{"})
    void a_template_that_is_none_costs_a_warning_and_the_default_link_is_used(String template) {
        List<String> warnings = new ArrayList<>();
        DashboardLink link = DashboardLink.of(template, Map.of(), warnings::add);

        assertThat(link.to(SCHEDULER, PROXY)).isEqualTo("http://127.0.0.1:40123/status");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).startsWith("Dashboard link \"" + template + "\" has a brace that stands alone");
    }
}
