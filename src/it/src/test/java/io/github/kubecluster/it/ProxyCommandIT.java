package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy alone, as a command. */
@Timeout(180)
class ProxyCommandIT {
    @Test
    void its_first_line_is_its_address_and_it_serves_until_it_is_told_to_end() throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/status", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        upstream.start();
        Process proxy = new ProcessBuilder(Product.command(
                        "proxy",
                        "--upstream",
                        "http://127.0.0.1:" + upstream.getAddress().getPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8))) {
            URI address = URI.create(out.readLine());
            assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:\\d+");
            assertThat(status(address.resolve("/status"))).isEqualTo(200);

            proxy.destroy();

            assertThat(proxy.waitFor()).isEqualTo(143);
            assertThatThrownBy(() -> status(address)).isInstanceOf(ConnectException.class);
        } finally {
            proxy.destroyForcibly();
            upstream.stop(0);
        }
    }

    @Test
    void an_upstream_that_is_no_address_is_refused_in_words() throws Exception {
        Finished proxy = Finished.run(Map.of(), Product.command("proxy", "--upstream", "ftp://example.org"));

        assertThat(proxy.exitCode()).isEqualTo(1);
        assertThat(proxy.output())
                .startsWith("kubecluster: ")
                .contains("\"ftp://example.org\"")
                .doesNotContain("\tat ");
    }

    private static int status(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofMinutes(1))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
