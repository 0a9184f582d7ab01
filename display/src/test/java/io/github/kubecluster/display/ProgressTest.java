package io.github.kubecluster.display;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.display.Progress.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ProgressTest {
    static final long SECOND = 1_000_000_000L;

    static final List<Arguments> TEXTS = List.of(
            Arguments.of(
                    new Progress("files", 0, 100, 0, State.RUNNING), "files  ░░░░░░░░░░░░░░░░░░░░   0 %  0 of 100"),
            Arguments.of(
                    new Progress("files", 37, 100, 2 * SECOND, State.RUNNING),
                    "files  ███████░░░░░░░░░░░░░  37 %  37 of 100, 18.5/s, 3.4 s left"),
            Arguments.of(
                    new Progress("", 2, 100, 120 * SECOND, State.RUNNING),
                    "░░░░░░░░░░░░░░░░░░░░   2 %  2 of 100, 1 min 00 s each, 1 h 38 min left"),
            Arguments.of(
                    new Progress("files", 2500, Progress.UNKNOWN, 2 * SECOND, State.RUNNING),
                    "files  2,500, 1,250/s, 2.0 s"),
            Arguments.of(
                    new Progress("files", 100, 100, 8 * SECOND, State.COMPLETE),
                    "files  ████████████████████ 100 %  100 in 8.0 s, 12.5/s"),
            Arguments.of(
                    new Progress("files", 0, 0, 0, State.COMPLETE), "files  ████████████████████ 100 %  0 in 0.0 s"),
            Arguments.of(
                    new Progress("files", 3, 10, 75 * SECOND, State.STOPPED),
                    "files  ██████░░░░░░░░░░░░░░  30 %  stopped at 3 of 10 after 1 min 15 s"),
            Arguments.of(
                    new Progress("files", 12, 10, 20 * SECOND, State.RUNNING),
                    "files  ████████████████████ 100 %  12 of 10, 1.7 s each, 0.0 s left"));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void a_log_has_a_line(Progress progress, String text) {
        assertThat(progress.text()).isEqualTo(text);
    }

    @Test
    void a_browser_has_a_bar() {
        assertThat(new Progress("<files>", 1, 4, SECOND, State.RUNNING).html())
                .isEqualTo("<div><span>&lt;files&gt;</span> <progress max=\"1\" value=\"0.25\""
                        + " style=\"accent-color:var(--jp-brand-color1)\"></progress>"
                        + " <span>1 of 4, 1.0/s, 3.0 s left</span></div>");
    }

    @Test
    void a_bar_without_a_known_end_moves_until_it_is_reached() {
        assertThat(new Progress("", 1, Progress.UNKNOWN, SECOND, State.RUNNING).html())
                .startsWith("<div><progress max=\"1\" style=");
        assertThat(new Progress("", 1, Progress.UNKNOWN, SECOND, State.COMPLETE).html())
                .startsWith("<div><progress max=\"1\" value=\"1.0\" style=");
    }
}
