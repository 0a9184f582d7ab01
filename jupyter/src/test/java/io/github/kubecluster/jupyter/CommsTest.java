package io.github.kubecluster.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommsTest {
    static final JsonObject NOTHING = new JsonObject();

    ConnectionFile connection;
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    KernelServer server;
    Frontend frontend;

    @BeforeEach
    void serve() {
        server = KernelServer.bind(Connections.loopback());
        connection = server.connection();
        server.serve(new Handlers());
        frontend = new Frontend(connection);
        frontend.welcomed();
    }

    @AfterEach
    void close() {
        frontend.close();
        server.close();
    }

    @Test
    void a_frontend_opens_a_comm_and_is_answered_with_buffers_as_part_of_its_message() {
        echo();
        Message opening = frontend.send(
                frontend.shell,
                "comm_open",
                Json.parse("{\"comm_id\": \"c\", \"target_name\": \"echo\", \"data\": {}}"));
        Message answer = frontend.published(opening).get(1);
        assertThat(answer.type()).isEqualTo("comm_msg");
        assertThat(answer.content()).isEqualTo(Json.parse("{\"comm_id\": \"c\", \"data\": {\"state\": null}}"));
        assertThat(answer.metadata()).isEqualTo(Json.parse("{\"version\": \"2.1.0\"}"));
        assertThat(answer.buffers())
                .usingElementComparator(Arrays::compare)
                .containsExactly(new byte[] {1, 2}, new byte[0]);
    }

    @Test
    void messages_and_the_close_reach_the_listener() throws InterruptedException {
        echo();
        frontend.send(
                frontend.shell,
                "comm_open",
                Json.parse("{\"comm_id\": \"c\", \"target_name\": \"echo\", \"data\": {}}"));
        frontend.send(
                frontend.shell, "comm_msg", Json.parse("{\"comm_id\": \"c\", \"data\": {\"n\": 9007199254740993}}"));
        frontend.send(frontend.shell, "comm_close", Json.parse("{\"comm_id\": \"c\", \"data\": {}}"));
        assertThat(List.of(heard.take(), heard.take())).containsExactly("{\"n\":9007199254740993}", "closed");
    }

    @Test
    void a_comm_to_an_unknown_target_is_closed_at_once() {
        Message opening = frontend.send(
                frontend.shell,
                "comm_open",
                Json.parse("{\"comm_id\": \"c\", \"target_name\": \"none\", \"data\": {}}"));
        assertThat(frontend.published(opening)).extracting(Message::type).containsExactly("status", "comm_close");
    }

    @Test
    void a_target_that_fails_closes_the_comm_and_the_user_is_told() {
        server.comms().register("fails", (comm, message) -> {
            throw new IllegalStateException("Not today.");
        });
        Message opening = frontend.send(
                frontend.shell,
                "comm_open",
                Json.parse("{\"comm_id\": \"c\", \"target_name\": \"fails\", \"data\": {}}"));
        List<Message> published = frontend.published(opening);
        assertThat(published).extracting(Message::type).containsExactly("status", "comm_close", "stream");
        assertThat(Frontend.text(published, "stderr")).isEqualTo("Not today.\n");
    }

    @Test
    void a_listener_that_fails_is_told_and_hears_the_next_message() throws InterruptedException {
        Comm comm = server.comms().open("target", NOTHING, NOTHING, List.of(), message -> {
            heard.add(message.content().get("data").toString());
            throw new IllegalStateException("Cannot hear.");
        });
        Message first = frontend.send(frontend.shell, "comm_msg", data(comm, 1));
        assertThat(Frontend.text(frontend.published(first), "stderr")).isEqualTo("Cannot hear.\n");
        frontend.send(frontend.shell, "comm_msg", data(comm, 2));
        assertThat(List.of(heard.take(), heard.take())).containsExactly("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void the_kernel_opens_a_comm() {
        Comm comm = server.comms()
                .open(
                        "target",
                        Json.parse("{\"a\": 1}"),
                        Json.parse("{\"b\": 2}"),
                        List.of("buffer".getBytes(UTF_8)),
                        message -> {});
        Message opening = frontend.receive(frontend.iopub);
        assertThat(opening.type()).isEqualTo("comm_open");
        assertThat(opening.content())
                .isEqualTo(Json.parse(
                        "{\"comm_id\": \"" + comm.id() + "\", \"data\": {\"a\": 1}, \"target_name\": \"target\"}"));
        assertThat(opening.metadata()).isEqualTo(Json.parse("{\"b\": 2}"));
        assertThat(opening.buffers()).hasSize(1);
    }

    @Test
    void open_comms_are_listed_by_target() {
        Comm comm = server.comms().open("one", NOTHING, NOTHING, List.of(), message -> {});
        server.comms().open("two", NOTHING, NOTHING, List.of(), message -> {});
        frontend.send(frontend.shell, "comm_info_request", Json.parse("{\"target_name\": \"one\"}"));
        assertThat(frontend.receive(frontend.shell).content())
                .isEqualTo(Json.parse(
                        "{\"comms\": {\"" + comm.id() + "\": {\"target_name\": \"one\"}}, \"status\": \"ok\"}"));
    }

    @Test
    void a_closed_comm_cannot_be_sent_to() {
        Comm comm = server.comms().open("target", NOTHING, NOTHING, List.of(), message -> {});
        comm.close(NOTHING);
        comm.close(NOTHING);
        assertThatIllegalStateException()
                .isThrownBy(() -> comm.send(NOTHING, NOTHING, List.of()))
                .withMessage("Comm \"target\" is closed.");
        assertThat(Stream.generate(() -> frontend.receive(frontend.iopub))
                        .map(Message::type)
                        .filter(type -> type.startsWith("comm_"))
                        .limit(2))
                .containsExactly("comm_open", "comm_close");
    }

    private void echo() {
        server.comms().register("echo", (comm, message) -> {
            comm.send(
                    Json.parse("{\"state\": null}"),
                    Json.parse("{\"version\": \"2.1.0\"}"),
                    List.of(new byte[] {1, 2}, new byte[0]));
            return new CommListener() {
                @Override
                public void received(Message received) {
                    heard.add(received.content().get("data").toString());
                }

                @Override
                public void closed(Message closing) {
                    heard.add("closed");
                }
            };
        });
    }

    private static JsonObject data(Comm comm, int n) {
        return Json.parse("{\"comm_id\": \"" + comm.id() + "\", \"data\": {\"n\": " + n + "}}");
    }
}
