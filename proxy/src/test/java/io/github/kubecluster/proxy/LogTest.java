package io.github.kubecluster.proxy;

import static io.github.kubecluster.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log")
class LogTest {
    private final Logger root = Logger.getLogger("");
    private final Logger own = Logger.getLogger(DashboardProxy.class.getPackageName());
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void record() {
        recorder.setLevel(Level.ALL);
        root.addHandler(recorder);
        own.setLevel(Level.ALL);
    }

    @AfterEach
    void restore() {
        root.removeHandler(recorder);
        own.setLevel(null);
    }

    @Test
    void a_request_is_logged_with_method_path_status_and_time() {
        try (StubUpstream upstream = StubUpstream.ok();
                DashboardProxy proxy = DashboardProxy.start(upstream.uri())) {
            RawClient.get(proxy, "/status?token=SECRET");

            await("the request to be logged")
                    .until(() ->
                            records.stream().anyMatch(line -> line.matches("(?s).*GET /status: 200 after \\d+ ms\\R")));
        }
    }

    @Test
    void no_query_and_no_header_is_logged_whatever_happens() throws IOException {
        try (StubUpstream upstream = StubUpstream.scripted(exchange -> {
                    if (exchange.head().contains("/cut")) {
                        exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX: SECRET\r\n\r\nabc");
                    }
                    exchange.socket().close();
                });
                DashboardProxy proxy =
                        DashboardProxy.builder().allowMethod("POST").start(upstream.uri());
                RawClient socket = RawClient.to(proxy);
                RawClient cut = RawClient.to(proxy);
                RawClient gone = RawClient.to(proxy)) {
            String[] secrets = {
                "Cookie: SECRET", "Authorization: SECRET", "X-Forwarded-For: SECRET", "Sec-WebSocket-Protocol: SECRET"
            };
            RawClient.get(proxy, "/reset?token=SECRET", secrets);
            RawClient.get(proxy, "/../bad?token=SECRET", secrets);
            RawClient.get(proxy, "/bad%00?token=SECRET", secrets);
            RawClient.get(proxy, "/x?token=SECRET", "Host: SECRET.example");
            RawClient.get(proxy, "/x?token=SECRET", "Origin: https://SECRET.example");
            RawClient.get(proxy, "/proxy/1/h/?token=SECRET", secrets);
            RawClient.ask(proxy, "DELETE /x?token=SECRET", secrets);
            RawClient.ask(proxy, "POST /x?token=SECRET", "Content-Length: 9999999", "Cookie: SECRET");
            RawClient.ask(proxy, "GET /x?token=SECRET", "Content-Length: 1", "Content-Length: 2", "Cookie: SECRET");
            socket.request("GET /ws?token=SECRET", Upgrades.headers(secrets)).answerHead();
            cut.request("GET /cut?token=SECRET", secrets).isEnded();
            gone.request("POST /half?token=SECRET", "Content-Length: 100", "Cookie: SECRET")
                    .close();
        }
        assertThat(records).isNotEmpty().noneMatch(line -> line.contains("SECRET"));
    }
}
