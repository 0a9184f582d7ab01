package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static final String NCORES = "82a26f70a66e636f726573a57265706c79c3";
    private static final long LIMIT = 1_000;

    @Test
    void a_request_is_written_as_a_python_client_writes_it() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Framing.write(out, Hex.sent(NCORES));
        assertThat(Hex.text(out.toByteArray()))
                .isEqualTo("2200000000000000" + "0100000000000000" + "1200000000000000" + NCORES);
    }

    @Test
    void frames_inside_of_the_first_length_are_read() throws IOException {
        assertThat(read(
                        "1d00000000000000",
                        "0200000000000000",
                        "0300000000000000",
                        "0200000000000000",
                        "aabbcc",
                        "ddee"))
                .containsExactlyElementsOf(Hex.frames("aabbcc", "ddee"));
    }

    @Test
    void frames_behind_the_first_length_are_read() throws IOException {
        assertThat(read(
                        "2300000000000000",
                        "0300000000000000",
                        "0300000000000000",
                        "0200000000000000",
                        "0100000000000000",
                        "aabbcc",
                        "ddee",
                        "ff"))
                .containsExactlyElementsOf(Hex.frames("aabbcc", "ddee", "ff"));
    }

    @Test
    void frames_may_be_empty() throws IOException {
        assertThat(read(
                        "2100000000000000",
                        "0300000000000000",
                        "0000000000000000",
                        "0100000000000000",
                        "0000000000000000",
                        "aa"))
                .containsExactlyElementsOf(Hex.frames("", "aa", ""));
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        double[] large = new Random(7).doubles(3_000_001).toArray();
        List<Frame> frames =
                List.of(Frame.of(new byte[0]), JavaArray.of(large).frame(), Frame.of(new byte[] {1, 2, 3}));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Framing.write(out, frames);
        assertThat(Framing.read(new ByteArrayInputStream(out.toByteArray()), Framing.LIMIT))
                .containsExactlyElementsOf(Hex.received(frames));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "22000000", "1900000000000000 0100000000000000 0900000000000000 aabb"})
    void a_message_that_ends_too_early_is_an_end_of_file(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(EOFException.class).hasMessage("it closed the connection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000", // nothing follows
                "ffffffffffffffff", // a negative length of the whole
                "1800000000000000 0000000000000000", // no frame
                "1800000000000000 ffffffff00000000", // more lengths than bytes
                "1000000000000000 0100000000000000 ffffffffffffffff", // a negative length
                "0f00000000000000 0100000000000000 00", // less than one length
                "1100000000000000 0100000000000000 0200000000000000 aabb", // crosses the end
                "1100000000000000 0100000000000000 0000000000000000 aa", // bytes outside of frames
            })
    void a_malformed_message_is_refused_before_memory_is_taken(String hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith("it sent a ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e903000000000000",
                "1000000000000000 0100000000000000 e903000000000000",
                "1900000000000000 0200000000000000 0100000000000000 e803000000000000 aa"
            })
    void a_message_beyond_the_limit_is_refused_before_memory_is_taken(String hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("it sent 1001 bytes at once, and no more than 1000 can be taken;"
                        + " ask for less at a time, or reduce it on the workers");
    }

    @Test
    void an_answer_in_http_is_told_apart() {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Framing.read(new ByteArrayInputStream(answer), LIMIT))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("it speaks HTTP; that is a dashboard's port, not the scheduler's");
    }

    private static List<ByteBuffer> read(String... hex) throws IOException {
        return Framing.read(new ByteArrayInputStream(Hex.bytes(hex)), LIMIT);
    }
}
