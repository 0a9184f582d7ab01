package io.github.kubecluster.jupyter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    static final Wire WIRE = new Wire(signedWith("a-key"));

    @Test
    void a_message_survives_the_wire() {
        JsonObject content = Json.parse("{\"code\": \"1 < 2\", \"big\": 9007199254740993, \"nothing\": null}");
        Message sent = Message.of("execute_request", "s1", content)
                .with(Json.parse("{\"cellId\": \"c\"}"), List.of(new byte[] {0, -1}, new byte[0]))
                .to(List.of("client".getBytes(UTF_8)));
        Message received = WIRE.decode(WIRE.encode(sent));
        assertThat(received).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void text_is_not_escaped_for_html_and_nulls_are_kept() {
        JsonObject content = new JsonObject();
        content.addProperty("code", "a < b && \"é\"");
        content.add("nothing", JsonNull.INSTANCE);
        List<byte[]> frames = WIRE.encode(Message.of("t", "s", content));
        assertThat(new String(frames.get(5), UTF_8)).isEqualTo("{\"code\":\"a < b && \\\"é\\\"\",\"nothing\":null}");
    }

    @Test
    void a_message_without_buffers_ends_with_its_content() {
        assertThat(WIRE.encode(Message.of("t", "s", new JsonObject()))).hasSize(6);
    }

    @Test
    void the_signature_is_that_of_python() {
        List<byte[]> frames = frames("{\"msg_id\":\"1\",\"msg_type\":\"t\"}", "{}", "{}", "{}");
        assertThat(new String(WIRE.encode(WIRE.decode(frames)).get(1), UTF_8)).isEqualTo(SIGNATURE);
    }

    @Test
    void a_reply_goes_back_and_carries_the_whole_header_of_its_request() {
        JsonObject header = Json.parse("{\"msg_id\":\"1\",\"msg_type\":\"t\",\"new_in_version_6\":true}");
        Message request = new Message(
                List.of("client".getBytes(UTF_8)),
                new Header(header),
                new JsonObject(),
                new JsonObject(),
                header,
                List.of());
        Message reply = request.reply("t_reply", "s", new JsonObject());
        assertThat(reply.identities()).isEqualTo(request.identities());
        assertThat(reply.parent()).isEqualTo(header);
    }

    @Test
    void a_header_has_the_version_and_a_date_with_microseconds_in_utc() {
        JsonObject header = Header.of("status", "s1").json();
        assertThat(header.get("version").getAsString()).isEqualTo("5.5");
        assertThat(header.get("date").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(header.get("session").getAsString()).isEqualTo("s1");
    }

    @Test
    void a_message_signed_with_another_key_is_refused() {
        List<byte[]> frames = new Wire(signedWith("another")).encode(Message.of("t", "s", new JsonObject()));
        assertThatThrownBy(() -> WIRE.decode(frames))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("A message is not signed with the key of this connection.");
    }

    @Test
    void a_changed_frame_is_refused() {
        List<byte[]> frames = new ArrayList<>(WIRE.encode(Message.of("t", "s", new JsonObject())));
        frames.set(5, "{\"code\":\"evil\"}".getBytes(UTF_8));
        assertThatThrownBy(() -> WIRE.decode(frames)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void without_a_key_nothing_is_signed() {
        Wire wire = new Wire(signedWith(""));
        List<byte[]> frames = wire.encode(Message.of("t", "s", new JsonObject()));
        assertThat(frames.get(1)).isEmpty();
        assertThat(wire.decode(frames).type()).isEqualTo("t");
    }

    @ParameterizedTest
    @MethodSource
    void malformed_messages_say_what_is_wrong(List<byte[]> frames, String message) {
        assertThatThrownBy(() -> new Wire(signedWith("")).decode(frames))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> malformed_messages_say_what_is_wrong() {
        String header = "{\"msg_id\":\"1\",\"msg_type\":\"t\"}";
        return Stream.of(
                Arguments.of(List.of(), "A message has no \"<IDS|MSG>\" among its 0 frames."),
                Arguments.of(List.of(new byte[0]), "A message has no \"<IDS|MSG>\" among its 1 frames."),
                Arguments.of(
                        unsigned(header, "{}"),
                        "A message ends after 3 of its 5 frames: signature, header, parent header, metadata, content."),
                Arguments.of(unsigned("{}", "{}", "{}", "{}"), "The header of a message has no text in \"msg_id\"."),
                Arguments.of(
                        unsigned("{\"msg_id\":\"1\",\"msg_type\":7}", "{}", "{}", "{}"),
                        "The header of a message has no text in \"msg_type\"."),
                Arguments.of(unsigned(header, "{}", "{}", "[1]"), "The content of a message is not a JSON object."),
                Arguments.of(unsigned(header, "{}", "{", "{}"), "The metadata of a message is not a JSON object."),
                Arguments.of(unsigned(header, "", "{}", "{}"), "The parent header of a message is not a JSON object."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hmac-sha256", "hmac-sha512", "hmac-md5"})
    void signature_schemes_are_java_algorithms(String scheme) {
        Wire wire = new Wire(connection(SigningKey.of("k"), scheme));
        assertThat(wire.decode(wire.encode(Message.of("t", "s", new JsonObject())))
                        .type())
                .isEqualTo("t");
    }

    @Test
    void an_unknown_signature_scheme_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wire(connection(SigningKey.of("k"), "rot13")))
                .withMessage("Cannot sign messages with \"rot13\": this Java does not know it. Use \"hmac-sha256\".");
    }

    /** What Python's hmac.new(b"a-key", frames, "sha256").hexdigest() gives for the frames of the test. */
    static final String SIGNATURE = "7cc1482c841677c7570a161204c5e126d9d6e1182015f7babfb831c9a3a24af8";

    private static List<byte[]> frames(String... signed) {
        List<byte[]> frames = new ArrayList<>(unsigned(signed));
        frames.set(1, SIGNATURE.getBytes(UTF_8));
        return frames;
    }

    private static List<byte[]> unsigned(String... signed) {
        return Stream.concat(Stream.of("<IDS|MSG>", ""), Stream.of(signed))
                .map(frame -> frame.getBytes(UTF_8))
                .toList();
    }

    private static ConnectionFile signedWith(String key) {
        return connection(SigningKey.of(key), ConnectionFile.HMAC_SHA256);
    }

    private static ConnectionFile connection(SigningKey key, String scheme) {
        return new ConnectionFile("tcp", "127.0.0.1", Connections.loopback().ports(), key, scheme, "");
    }
}
