package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames to messages and back; the bytes are those of distributed 2026.8.0 and 2022.12.1. */
class MessageTest {
    @Test
    void a_request_is_msgpack() throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("op", "ncores");
        request.put("reply", true);
        assertThat(Hex.received(MessageWriter.frames(request)))
                .isEqualTo(Hex.frames("82a26f70a66e636f726573a57265706c79c3"));
    }

    @Test
    void values_are_read_as_they_were_written() throws IOException {
        Map<Object, Object> values = new LinkedHashMap<>();
        values.put("numbers", Arrays.asList(0L, -1L, 1L << 40, Long.MIN_VALUE, 0.5, null));
        values.put(7L, Map.of("flag", true));
        values.put(null, "key of None");
        values.put(List.of("a", 1L), Set.of("tuple key"));
        assertThat(MessageReader.message(Hex.received(MessageWriter.frames(values))))
                .isEqualTo(values);
    }

    @Test
    void bytes_stay_bytes() throws IOException {
        assertThat(MessageReader.message(Hex.received(MessageWriter.frames(new byte[] {1, 2}))))
                .isEqualTo(new byte[] {1, 2});
    }

    @Test
    void an_unsigned_integer_beyond_long_becomes_big() throws IOException {
        assertThat(MessageReader.message(Hex.frames("cfffffffffffffffff")))
                .isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
        assertThat(MessageReader.message(Hex.frames("cf7fffffffffffffff"))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sets_and_enums_are_understood() throws IOException {
        assertThat(MessageReader.message(
                        Hex.frames("82a17382a75f5f5365745f5fc3a761732d6c6973749101a16584a85f5f456e756d5f5fc3"
                                + "a46e616d65a772756e6e696e67aa5f5f6d6f64756c655f5fb064697374726962757465642e636f7265a85f5f6e616d655f5f"
                                + "a6537461747573")))
                .isEqualTo(Map.of("s", Set.of(1L), "e", "running"));
    }

    @Test
    void the_handshake_of_a_scheduler_is_read() throws IOException {
        Map<String, Object> handshake = new LinkedHashMap<>();
        handshake.put("compression", "lz4");
        handshake.put("python", List.of(3L, 11L, 2L));
        handshake.put("pickle-protocol", 5L);
        assertThat(MessageReader.message(Hex.frames("83ab636f6d7072657373696f6ea36c7a34a6707974686f6e93030b02"
                        + "af7069636b6c652d70726f746f636f6c05")))
                .isEqualTo(handshake);
    }

    @Test
    void a_payload_refers_to_its_frames() throws IOException {
        Payload payload = new Payload(Map.of("serializer", "msgpack"), Hex.sent("01", "02"));
        List<ByteBuffer> frames = Hex.received(MessageWriter.frames(List.of(payload, payload)));
        assertThat(frames).hasSize(7);
        assertThat(frames.get(0))
                .isEqualTo(ByteBuffer.wrap(
                        Hex.bytes("92 81ae5f5f53657269616c697a65645f5f01 81ae5f5f53657269616c697a65645f5f04")));
        List<?> read = (List<?>) MessageReader.message(frames);
        assertThat(((Serialized) read.get(1)).header())
                .isEqualTo(Map.of("serializer", "msgpack", "num-sub-frames", 2L));
        assertThat(((Serialized) read.get(1)).frames()).containsExactlyElementsOf(Hex.frames("01", "02"));
    }

    @Test
    void a_pickle_is_sent_with_its_length_and_never_read() throws IOException {
        List<ByteBuffer> frames = Hex.received(MessageWriter.frames(new Pickled(Map.of())));
        assertThat(frames.get(0)).isEqualTo(ByteBuffer.wrap(Hex.bytes("81ab5f5f5069636b6c65645f5f01")));
        assertThat(MessageReader.message(frames)).isEqualTo(new Serialized(Map.of("serializer", "pickle"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no value
                "0101", // two values
                "d40100", // an extension
                "92", // an array without its items
                "c6ffffffff", // a byte string that claims 4 GiB
                "c67fffffff00", // a byte string that claims 2 GiB
                "db7fffffff00", // a text that claims 2 GiB
                "ddffffffff", // an array that claims 4 Gi items
                "df7fffffff", // a map that claims 2 Gi entries
                "c1", // a byte that msgpack has not
            })
    void a_malformed_frame_is_refused(String hex) {
        assertThatThrownBy(() -> MessageReader.message(Hex.frames(hex))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void a_value_nested_beyond_reason_is_refused() {
        assertThatThrownBy(() -> MessageReader.message(Hex.frames("91".repeat(100_000) + "c0")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("it sent values nested more than 200 deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "02", "cd0100", "ff", "cf7fffffffffffffff"})
    void a_reference_to_a_missing_frame_is_refused(String offset) {
        assertThatThrownBy(() -> MessageReader.message(Hex.frames("81ae5f5f53657269616c697a65645f5f" + offset, "80")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "01", "81ae6e756d2d7375622d6672616d657301", "81ae6e756d2d7375622d6672616d6573ff"})
    void a_payload_with_a_wrong_number_of_frames_is_refused(String header) {
        assertThatThrownBy(() -> MessageReader.message(Hex.frames("81ae5f5f53657269616c697a65645f5f01", header)))
                .isInstanceOf(MalformedMessageException.class);
    }
}
