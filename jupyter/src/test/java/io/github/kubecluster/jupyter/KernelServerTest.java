package io.github.kubecluster.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class KernelServerTest {
    ConnectionFile connection;
    final CountDownLatch release = new CountDownLatch(1);
    KernelServer server;
    Frontend frontend;

    @BeforeEach
    void serve() {
        server = KernelServer.bind(Connections.loopback());
        connection = server.connection();
        server.serve(new Handlers()
                .inOrder("execute_request", this::execute)
                .atOnce("complete_request", request -> Json.object(Map.of("matches", List.of())))
                .inPlace("kernel_info_request", request -> Json.object(Map.of("banner", "hello"))));
        frontend = new Frontend(connection);
        frontend.welcomed();
    }

    @AfterEach
    void close() {
        release.countDown();
        frontend.close();
        server.close();
    }

    /** A language of a few words. */
    private JsonObject execute(Request request) throws InterruptedException {
        String code = Json.text(request.content(), "code").orElse("");
        switch (code) {
            case "wait" -> release.await();
            case "fail" -> {
                request.abortQueued();
                throw new IllegalArgumentException("No such value.");
            }
            case "die" -> throw new StackOverflowError();
            case "print" -> {
                for (int i = 0; i < 1000; i++) {
                    request.stream("stdout", (i + "\n").getBytes(UTF_8));
                }
            }
            case "flood" -> {
                for (int i = 0; i < 20_000; i++) {
                    request.stream("stdout", "x".repeat(1000).getBytes(UTF_8));
                }
            }
            case "ask" ->
                request.stream("stdout", request.input("Name? ", false).getBytes(UTF_8));
            case "ask later" -> new Thread(() -> print(input("Later? "))).start();
            case "ask twice" -> {
                Thread first = new Thread(() -> print(input("Name? ")));
                Thread second = new Thread(() -> print(input("Name? ")));
                release.countDown();
                first.start();
                second.start();
                first.join();
                second.join();
            }
            case "thread" -> new Thread(() -> print("from a thread")).start();
            case "characters" -> {
                for (byte part : "é日😀".repeat(3000).getBytes(UTF_8)) {
                    request.stream("stdout", new byte[] {part});
                }
            }
            default -> request.publish("execute_result", Json.object(Map.of("code", code)));
        }
        return new JsonObject();
    }

    private static String input(String prompt) {
        try {
            return Request.current().orElseThrow().input(prompt, false) + "\n";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void print(String text) {
        try {
            release.await();
            Request.current().orElseThrow().stream("stdout", text.getBytes(UTF_8));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_reply_carries_the_header_of_its_request_and_the_session_of_the_kernel() {
        Message request = frontend.send(frontend.shell, "kernel_info_request", new JsonObject());
        Message reply = frontend.receive(frontend.shell);
        assertThat(reply.type()).isEqualTo("kernel_info_reply");
        assertThat(reply.parent()).isEqualTo(request.header().json());
        assertThat(reply.content()).isEqualTo(Json.parse("{\"banner\": \"hello\", \"status\": \"ok\"}"));
        assertThat(reply.header().session()).isEqualTo(server.session());
    }

    @Test
    void requests_are_answered_on_the_control_channel_too() {
        frontend.send(frontend.control, "kernel_info_request", new JsonObject());
        assertThat(frontend.receive(frontend.control).type()).isEqualTo("kernel_info_reply");
    }

    @Test
    void a_request_is_answered_between_busy_and_idle() {
        Message request = run("1 + 1");
        assertThat(frontend.published(request)).extracting(Message::type).containsExactly("status", "execute_result");
    }

    @Test
    void each_published_message_has_a_topic() {
        Message request = run("1 + 1");
        assertThat(Frontend.topic(frontend.published(request).get(1)))
                .isEqualTo("kernel." + server.session() + ".execute_result");
    }

    @Test
    void a_subscriber_is_welcomed() {
        try (Frontend second = new Frontend(connection)) {
            Message welcome = second.welcomed();
            assertThat(welcome.content()).isEqualTo(Json.parse("{\"subscription\": \"\"}"));
            assertThat(welcome.parent().size()).isZero();
        }
    }

    @Test
    void the_heartbeat_echoes() {
        frontend.heartbeat.send("ping");
        assertThat(frontend.heartbeat.recvStr()).isEqualTo("ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel_info", "complete", "comm_info"})
    void what_is_asked_at_once_is_answered_while_a_cell_runs(String name) {
        run("wait");
        frontend.send(frontend.shell, name + "_request", new JsonObject());
        assertThat(frontend.receive(frontend.shell).type()).isEqualTo(name + "_reply");
        release.countDown();
        assertThat(frontend.receive(frontend.shell).type()).isEqualTo("execute_reply");
    }

    @Test
    void requests_in_order_are_answered_in_order() {
        List<String> sent = IntStream.range(0, 50)
                .mapToObj(i -> run("number " + i).header().id())
                .toList();
        List<String> answered = IntStream.range(0, 50)
                .mapToObj(i -> frontend.receive(frontend.shell).parentId())
                .toList();
        assertThat(answered).isEqualTo(sent);
    }

    @Test
    void a_failure_is_answered_and_what_waits_behind_it_is_aborted() {
        run("wait");
        run("fail");
        run("never run");
        awaitReception();
        release.countDown();
        assertThat(frontend.receive(frontend.shell).content().get("status").getAsString())
                .isEqualTo("ok");
        assertThat(frontend.receive(frontend.shell).content()).isEqualTo(Json.parse("""
                        {"status": "error", "ename": "IllegalArgumentException", "evalue": "No such value.", "traceback": []}
                        """));
        assertThat(frontend.receive(frontend.shell).content()).isEqualTo(Json.parse("{\"status\": \"aborted\"}"));
        assertThat(status(run("run again"))).isEqualTo("ok");
    }

    @Test
    void an_error_of_the_jvm_in_a_handler_is_answered_and_survived() {
        assertThat(status(run("die"))).isEqualTo("error");
        assertThat(status(run("1 + 1"))).isEqualTo("ok");
    }

    @Test
    void printed_lines_arrive_joined_in_few_messages_and_before_idle() {
        List<Message> published = frontend.published(run("print"));
        assertThat(Frontend.text(published, "stdout")).hasLineCount(1000).endsWith("\n999\n");
        assertThat(published).hasSizeLessThan(100);
    }

    @Test
    void characters_are_never_split() {
        List<Message> published = frontend.published(run("characters"));
        assertThat(Frontend.text(published, "stdout")).isEqualTo("é日😀".repeat(3000));
    }

    @Test
    void a_thread_publishes_for_the_request_that_started_it_also_after_the_reply() {
        Message request = run("thread");
        frontend.published(request);
        release.countDown();
        Message late = frontend.receive(frontend.iopub);
        assertThat(late.type()).isEqualTo("stream");
        assertThat(late.parentId()).isEqualTo(request.header().id());
    }

    @Test
    void the_user_is_asked_on_the_stdin_channel() {
        Message request = runWithUser("ask");
        Message question = frontend.receive(frontend.stdin);
        assertThat(question.content()).isEqualTo(Json.parse("{\"prompt\": \"Name? \", \"password\": false}"));
        frontend.send(frontend.stdin, "input_reply", Json.parse("{\"value\": \"Ada\"}"));
        assertThat(Frontend.text(frontend.published(request), "stdout")).isEqualTo("Ada");
    }

    @Test
    void of_two_questions_at_once_the_second_is_asked_when_the_first_is_answered() {
        Message request = runWithUser("ask twice");
        for (String name : List.of("Ada", "Grace")) {
            assertThat(frontend.receive(frontend.stdin).type()).isEqualTo("input_request");
            frontend.send(frontend.stdin, "input_reply", Json.object("value", name));
        }
        assertThat(Frontend.text(frontend.published(request), "stdout").lines())
                .containsExactlyInAnyOrder("Ada", "Grace");
    }

    @Test
    void a_cell_tells_that_another_one_asks() {
        runWithUser("ask later");
        Message first = frontend.receive(frontend.stdin);
        Message request = runWithUser("ask");
        Message told = frontend.receive(frontend.iopub);
        while (!told.type().equals("stream")) {
            told = frontend.receive(frontend.iopub);
        }
        assertThat(Frontend.text(List.of(told), "stderr"))
                .isEqualTo("Waiting to ask: another cell asks \"Later?\". Answer that first.\n");
        frontend.send(frontend.stdin, "input_reply", Json.object("value", "later"));
        assertThat(frontend.receive(frontend.stdin).parentId())
                .isEqualTo(request.header().id())
                .isNotEqualTo(first.parentId());
        frontend.send(frontend.stdin, "input_reply", Json.object("value", "Ada"));
        assertThat(Frontend.text(frontend.published(request), "stdout")).isEqualTo("Ada");
    }

    @Test
    void without_a_user_to_ask_the_request_fails() {
        run("ask");
        assertThat(frontend.receive(frontend.shell).content().get("evalue").getAsString())
                .isEqualTo(
                        "Cannot ask for input: this frontend has no user to ask. Pass the value in the cell's code.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug_request", "new_in_version_6_request"})
    void an_unknown_request_is_refused(String type) {
        frontend.send(frontend.control, type, new JsonObject());
        Message reply = frontend.receive(frontend.control);
        assertThat(reply.type()).isEqualTo(type.replace("_request", "_reply"));
        assertThat(reply.content().get("evalue").getAsString())
                .isEqualTo("This kernel does not answer messages of type \"" + type + "\".");
    }

    @Test
    void what_is_sent_to_a_subshell_is_answered_while_a_cell_runs() {
        run("wait");
        String subshell = makeSubshell();
        assertThat(stated(ask(subshell, "1 + 1"))).isEqualTo("ok");
    }

    @Test
    void subshells_are_listed_until_they_are_deleted() {
        String first = makeSubshell();
        String second = makeSubshell();
        assertThat(Json.map(control("list_subshell_request", Map.of()).content()))
                .containsEntry("subshell_id", Stream.of(first, second).sorted().toList());
        control("delete_subshell_request", Map.of("subshell_id", first));
        assertThat(Json.map(control("list_subshell_request", Map.of()).content()))
                .containsEntry("subshell_id", List.of(second));
    }

    @Test
    void what_is_sent_to_a_deleted_subshell_is_refused() {
        String subshell = makeSubshell();
        control("delete_subshell_request", Map.of("subshell_id", subshell));
        assertThat(ask(subshell, "1 + 1").content().get("evalue").getAsString())
                .isEqualTo("There is no subshell \"" + subshell + "\". Make one and use its id.");
    }

    @Test
    void a_failure_in_a_subshell_aborts_what_waits_there_and_nowhere_else() {
        String subshell = makeSubshell();
        List<Message> sent = List.of(
                run("wait"), run("1 + 1"), send(subshell, "wait"), send(subshell, "fail"), send(subshell, "never run"));
        awaitReception();
        release.countDown();
        Map<String, String> statuses = Stream.generate(() -> frontend.receive(frontend.shell))
                .limit(sent.size())
                .collect(Collectors.toMap(Message::parentId, KernelServerTest::stated));
        assertThat(sent)
                .extracting(request -> statuses.get(request.header().id()))
                .containsExactly("ok", "ok", "ok", "error", "aborted");
    }

    /** Waits until the kernel has received what was sent so far: it answers this question at once. */
    private void awaitReception() {
        frontend.send(frontend.shell, "kernel_info_request", new JsonObject());
        assertThat(frontend.receive(frontend.shell).type()).isEqualTo("kernel_info_reply");
    }

    private String makeSubshell() {
        return control("create_subshell_request", Map.of())
                .content()
                .get("subshell_id")
                .getAsString();
    }

    private Message control(String type, Map<String, String> content) {
        frontend.send(frontend.control, type, Json.object(content));
        return frontend.receive(frontend.control);
    }

    private Message ask(String subshell, String code) {
        send(subshell, code);
        return frontend.receive(frontend.shell);
    }

    private Message send(String subshell, String code) {
        Message request = Message.of("execute_request", "frontend", Json.object(Map.of("code", code)));
        request.header().json().addProperty("subshell_id", subshell);
        frontend.sendFrames(frontend.shell, new Wire(connection).encode(request));
        return request;
    }

    private static String stated(Message reply) {
        return reply.content().get("status").getAsString();
    }

    @Test
    void five_thousand_malformed_messages_are_survived_and_told_in_few_lines() {
        try (LogLines lines = LogLines.of(Ignored.class)) {
            sendMalformed(5000);
            frontend.send(frontend.shell, "kernel_info_request", new JsonObject());
            frontend.send(frontend.control, "kernel_info_request", new JsonObject());
            assertThat(frontend.receive(frontend.shell).type()).isEqualTo("kernel_info_reply");
            assertThat(frontend.receive(frontend.control).type()).isEqualTo("kernel_info_reply");
            assertThat(lines.all()).isNotEmpty().hasSizeLessThan(50);
        }
    }

    private void sendMalformed(int count) {
        Random random = new Random(7);
        List<byte[]> valid = new Wire(connection)
                .encode(Message.of("execute_request", "s", Json.parse("{\"code\": \"never run\"}")));
        for (int i = 0; i < count; i++) {
            frontend.sendFrames(i % 2 == 0 ? frontend.shell : frontend.control, damaged(valid, random));
        }
    }

    private static List<byte[]> damaged(List<byte[]> valid, Random random) {
        int which = random.nextInt(valid.size());
        return switch (random.nextInt(3)) {
            case 0 -> valid.subList(0, Math.max(1, which));
            case 1 ->
                IntStream.range(0, valid.size())
                        .mapToObj(i -> i == which ? randomBytes(random) : valid.get(i))
                        .toList();
            default -> List.of(randomBytes(random));
        };
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_frontend_that_takes_no_messages_does_not_stop_the_others() throws Exception {
        try (ZContext other = new ZContext()) {
            ZMQ.Socket stuck = other.createSocket(SocketType.SUB);
            stuck.setRcvHWM(1);
            stuck.setReceiveTimeOut(Frontend.LIMIT_MILLIS);
            stuck.setReceiveBufferSize(4096);
            stuck.setHandshakeIvl(KernelChannels.HANDSHAKE_MILLIS);
            stuck.subscribe("");
            stuck.connect(connection.address(Channel.IOPUB));
            assertThat(frontend.receive(stuck).type()).isEqualTo("iopub_welcome");
            Message request = run("flood");
            assertThat(Frontend.text(frontend.published(request), "stdout")).hasSize(20_000_000);
        }
    }

    @Test
    void channels_without_a_port_get_a_free_one() {
        Map<Channel, Integer> none =
                Arrays.stream(Channel.values()).collect(Collectors.toMap(channel -> channel, channel -> 0));
        try (KernelServer second = KernelServer.bind(connection.with(none))) {
            assertThat(second.connection().ports().values()).doesNotContain(0).doesNotHaveDuplicates();
            assertThat(second.connection().key()).isEqualTo(connection.key());
        }
    }

    @Test
    void an_address_in_use_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> KernelServer.bind(connection))
                .withMessageMatching("Cannot bind the \\w+ channel to \"tcp://127.0.0.1:\\d+\": .*");
    }

    private Message run(String code) {
        return frontend.send(frontend.shell, "execute_request", Json.object(Map.of("code", code)));
    }

    private Message runWithUser(String code) {
        return frontend.send(frontend.shell, "execute_request", Json.object(Map.of("code", code, "allow_stdin", true)));
    }

    private String status(Message request) {
        Message reply = frontend.receive(frontend.shell);
        while (!reply.parentId().equals(request.header().id())) {
            reply = frontend.receive(frontend.shell);
        }
        return reply.content().get("status").getAsString();
    }
}
