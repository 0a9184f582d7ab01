package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads to values; the headers are those of distributed 2026.8.0, without the parts that are not read. */
class PayloadReaderTest {
    private static final Map<String, Object> MSGPACK = Map.of("serializer", "msgpack");

    @Test
    void a_msgpack_payload_is_its_value() throws IOException {
        assertThat(value(MSGPACK, "81a1619101")).isEqualTo(Map.of("a", List.of(1L)));
    }

    @Test
    void a_message_of_the_scheduler_holds_a_numpy_array() throws IOException {
        Object message = MessageReader.message(Hex.frames(
                "82a6737461747573a24f4ba46461746181a16181ae5f5f53657269616c697a65645f5f01",
                "88aa7375622d68656164657284a564747970659200a33c6934a57368617065920203a773747269646573920c04a977726974"
                        + "6561626c6591c3a474797065ad6e756d70792e6e646172726179af747970652d73657269616c697a6564c420800595"
                        + "15000000000000008c056e756d7079948c076e6461727261799493942eaa73657269616c697a6572a46461736bb473"
                        + "706c69742d6e756d2d7375622d6672616d65739101ad73706c69742d6f6666736574739100ab636f6d707265737369"
                        + "6f6e91c0ae6e756d2d7375622d6672616d657301",
                "000000000100000002000000030000000400000005000000"));
        Serialized payload = (Serialized) ((Map<?, ?>) ((Map<?, ?>) message).get("data")).get("a");
        NumpyArray array = (NumpyArray) PayloadReader.value(payload);
        assertThat(array).hasToString("numpy array of dtype \"<i4\" and shape [2, 3]");
        assertThat(array.toLongs()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void an_array_that_repeats_itself_is_spread_out() throws IOException {
        Map<String, Object> header = numpy(Map.of(
                "dtype", List.of(0L, "<f8"),
                "shape", List.of(1L, 2L),
                "broadcast_to", List.of(2L, 2L),
                "strides", List.of(0L, 8L)));
        assertThat(((NumpyArray) value(header, "000000000000f03f0000000000000040")).toDoubles())
                .containsExactly(1, 2, 1, 2);
    }

    @Test
    void an_array_that_came_in_pieces_is_whole_wherever_they_lie() throws IOException {
        Map<String, Object> header = Map.of(
                "serializer", "dask",
                "type", "numpy.ndarray",
                "split-num-sub-frames", List.of(2L),
                "split-offsets", List.of(0L),
                "sub-header", Map.of("dtype", List.of(0L, "<i2"), "shape", List.of(3L), "strides", List.of(2L)));
        byte[] message = Hex.bytes("ff 0100 0200 0300 ff");
        List<ByteBuffer> behindEachOther = List.of(
                ByteBuffer.wrap(message, 1, 4).slice(),
                ByteBuffer.wrap(message, 5, 2).slice());
        List<ByteBuffer> apart = Hex.frames("01000200", "0300");
        List<ByteBuffer> withAGap = List.of(
                ByteBuffer.wrap(Hex.bytes("0100 0200 ff 0300"), 0, 4).slice(),
                Hex.frames("0300").get(0));

        for (List<ByteBuffer> frames : List.of(behindEachOther, apart, withAGap)) {
            NumpyArray array = (NumpyArray) PayloadReader.value(new Serialized(header, frames));
            assertThat(array.toLongs()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void a_collection_has_its_items() throws IOException {
        Map<String, Object> list = collection("list", List.of(MSGPACK, MSGPACK));
        Map<String, Object> dict = collection("dict", List.of(Map.of("serializer", "msgpack", "key", "k")));
        assertThat(value(list, "01", "c0")).isEqualTo(Arrays.asList(1L, null));
        assertThat(value(collection("set", List.of(MSGPACK)), "01")).isEqualTo(Set.of(1L));
        assertThat(value(dict, "01")).isEqualTo(Map.of("k", 1L));
    }

    @Test
    void frames_that_were_cut_are_joined() throws IOException {
        Map<String, Object> header = Map.of(
                "serializer", "dask",
                "type", "builtins.bytes",
                "sub-header", Map.of(),
                "split-num-sub-frames", List.of(2L),
                "split-offsets", List.of(0L));
        assertThat(value(header, "0102", "03")).isEqualTo(new byte[] {1, 2, 3});
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4:640000002f616202004a506261626162", "zlib:789c4b4c4aa4390400840b2617"})
    void a_compressed_frame_is_expanded(String frame) throws IOException {
        String[] parts = frame.split(":", -1);
        Map<String, Object> header = Map.of("serializer", "dask", "type", "bytes", "compression", List.of(parts[0]));
        assertThat((byte[]) value(header, parts[1])).asString().isEqualTo("ab".repeat(50));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lz4:",
                "lz4:ffffffff00",
                "lz4:00000001ff",
                "lz4:640000002f6162",
                "lz4:08000000ffffffff",
                "zlib:00",
                "zlib:789c4b",
                "snappy:00"
            })
    void a_damaged_frame_is_refused(String frame) {
        String[] parts = frame.split(":", -1);
        Map<String, Object> header = Map.of("serializer", "dask", "type", "bytes", "compression", List.of(parts[0]));
        assertThatThrownBy(() -> value(header, parts[1])).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void a_pickle_is_not_read() {
        assertThatThrownBy(() ->
                        value(collection("list", List.of(MSGPACK, Map.of("serializer", "pickle"))), "01", "4e2e"))
                .isInstanceOf(PickledValueException.class);
        assertThatThrownBy(() -> value(numpy(Map.of("pickle", true)), "00")).isInstanceOf(PickledValueException.class);
    }

    @Test
    void a_sender_that_cannot_write_the_value_says_why() {
        assertThatThrownBy(() ->
                        value(Map.of("serializer", "error"), Hex.text("no thread".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessage("it could not write the value: no thread");
    }

    @Test
    void a_malformed_payload_is_refused() {
        List<Map<String, Object>> headers = List.of(
                Map.of(),
                Map.of("is-collection", true),
                Map.of("is-collection", true, "sub-headers", List.of(MSGPACK), "frame-lengths", List.of(2L)),
                Map.of("is-collection", true, "sub-headers", List.of(1L), "frame-lengths", List.of(1L)),
                Map.of("serializer", "msgpack", "compression", List.of("zlib", "zlib")),
                Map.of("split-num-sub-frames", List.of(2L), "split-offsets", List.of(0L)),
                numpy(Map.of("dtype", List.of(0L, "<f8"), "shape", List.of(2L), "strides", List.of(8L))));
        assertThat(headers)
                .allSatisfy(header ->
                        assertThatThrownBy(() -> value(header, "00")).isInstanceOf(MalformedMessageException.class));
    }

    private static Map<String, Object> numpy(Map<String, Object> subHeader) {
        return Map.of("serializer", "dask", "type", "numpy.ndarray", "sub-header", subHeader);
    }

    private static Map<String, Object> collection(String type, List<Map<String, Object>> headers) {
        return Map.of(
                "is-collection",
                true,
                "type-serialized",
                type,
                "sub-headers",
                headers,
                "frame-lengths",
                Collections.nCopies(headers.size(), 1L));
    }

    private static Object value(Map<String, Object> header, String... frames) throws IOException {
        return PayloadReader.value(new Serialized(header, Hex.frames(frames)));
    }
}
