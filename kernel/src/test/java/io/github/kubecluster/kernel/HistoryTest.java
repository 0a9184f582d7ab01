package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.jupyter.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class HistoryTest {
    @TempDir
    Path directory;

    History history;

    @BeforeEach
    void two_earlier_sessions_and_this_one() {
        session("int a = 1;", "a");
        session("a + 1");
        history = session("int b = 2;", "a", "b\nb");
    }

    /** Returns the history of a new kernel that has run {@code cells}. */
    private History session(String... cells) {
        History session = new History(Optional.of(new HistoryFiles(directory)));
        for (int i = 0; i < cells.length; i++) {
            session.add(i + 1, cells[i]);
        }
        return session;
    }

    static final List<Arguments> ASKED = List.of(
            Arguments.of("tail", "{\"n\": 2}", List.of("3/2 a", "3/3 b\nb")),
            Arguments.of("tail", "{\"n\": 4}", List.of("2/1 a + 1", "3/1 int b = 2;", "3/2 a", "3/3 b\nb")),
            Arguments.of("range", "{\"session\": 0, \"start\": 1, \"stop\": 3}", List.of("3/1 int b = 2;", "3/2 a")),
            Arguments.of("range", "{\"session\": -1, \"start\": 1}", List.of("2/1 a + 1")),
            Arguments.of("range", "{\"session\": 1, \"start\": 2}", List.of("1/2 a")),
            Arguments.of("range", "{\"session\": 9}", List.of()),
            Arguments.of("search", "{\"pattern\": \"a*\"}", List.of("1/2 a", "2/1 a + 1", "3/2 a")),
            Arguments.of("search", "{\"pattern\": \"a*\", \"n\": 1}", List.of("3/2 a")),
            Arguments.of("search", "{\"pattern\": \"a*\", \"unique\": true}", List.of("2/1 a + 1", "3/2 a")),
            Arguments.of("search", "{\"pattern\": \"b?b\"}", List.of("3/3 b\nb")),
            Arguments.of("search", "{\"pattern\": \"a + [1]\"}", List.of()));

    @ParameterizedTest
    @FieldSource("ASKED")
    void earlier_sessions_are_found_as_well(String how, String asked, List<String> found) {
        assertThat(asked(history, how, asked)).isEqualTo(found);
    }

    @Test
    void a_kernel_that_ran_nothing_leaves_nothing_and_sees_the_sessions_before_it() {
        History idle = session();
        assertThat(directory).isDirectoryNotContaining("glob:**4.jsonl");
        assertThat(asked(idle, "range", "{\"session\": -1}")).containsExactly("3/1 int b = 2;", "3/2 a", "3/3 b\nb");
    }

    @Test
    void two_kernels_at_a_time_have_sessions_of_their_own() {
        session("by another");
        history.add(4, "by this one");
        assertThat(asked(history, "range", "{\"session\": 0, \"start\": 4}")).containsExactly("3/4 by this one");
        assertThat(asked(history, "tail", "{\"n\": 2}")).containsExactly("3/4 by this one", "4/1 by another");
    }

    @Test
    void a_line_that_was_not_written_to_its_end_is_left_out() throws IOException {
        Files.writeString(directory.resolve("000002.jsonl"), "{\"cell\": 2, \"inp", StandardOpenOption.APPEND);
        assertThat(asked(history, "range", "{\"session\": 2}")).containsExactly("2/1 a + 1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void only_the_owner_reads_it() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("000001.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    void the_first_sessions_are_forgotten_when_there_are_too_many() throws IOException {
        for (int i = 4; i <= 1001; i++) {
            Files.createFile(directory.resolve("%06d.jsonl".formatted(i)));
        }
        session("the newest");
        assertThat(new HistoryFiles(directory).sessions())
                .hasSize(1000)
                .startsWith(3)
                .endsWith(1002);
    }

    @Test
    void where_nothing_can_be_written_this_session_is_remembered() throws IOException {
        History unkept = new History(Optional.of(new HistoryFiles(Files.createFile(directory.resolve("file")))));
        unkept.add(1, "a");
        unkept.add(2, "b");
        assertThat(asked(unkept, "tail", "{}")).containsExactly("1/1 a", "1/2 b");
    }

    @Test
    void the_user_may_have_it_elsewhere_or_nowhere() {
        assertThat(HistoryFiles.find(Map.of("KUBECLUSTER_HISTORY", "off"))).isEmpty();
        assertThat(HistoryFiles.find(Map.of("KUBECLUSTER_HISTORY", directory.toString()))
                        .orElseThrow()
                        .sessions())
                .containsExactly(1, 2, 3);
    }

    private static List<String> asked(History history, String how, String asked) {
        var content = Json.parse(asked);
        content.addProperty("hist_access_type", how);
        return history.entries(content).stream()
                .map(entry -> entry.session() + "/" + entry.cell() + " " + entry.input())
                .toList();
    }
}
