package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.KubeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
    final List<String> said = new ArrayList<>();

    final Front nowhere = new Front() {
        @Override
        public void adopt(KubeCluster cluster) {
            throw new AssertionError("nothing is started here");
        }

        @Override
        public Optional<KubeCluster> current() {
            return Optional.empty();
        }

        @Override
        public Consumer<ClusterStatus> show(ClusterStatus status) {
            throw new AssertionError("nothing is shown here");
        }

        @Override
        public void say(String text) {
            said.add(text);
        }
    };

    void run(String... words) {
        CommandLines.runMagic(CommandLines.of(Verbs.all(nowhere)), List.of(words), nowhere);
    }

    @Test
    void no_verb_shows_those_there_are() {
        run();

        assertThat(said)
                .singleElement()
                .asString()
                .contains("start", "status", "scale", "adapt", "list", "close", "yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "status", "scale", "adapt", "list", "close", "yaml"})
    void every_verb_has_help(String verb) {
        run(verb, "--help");

        assertThat(said).singleElement().asString().startsWith("Usage: kubecluster " + verb);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strat | Unmatched argument at index 0: 'strat'. Did you mean \"start\"?",
                "start --wrokers 2 | Unknown option: '--wrokers'. Did you mean \"--workers\"?",
                "start --workers many | Invalid value for option '--workers': 'many' is not an int. See %kubecluster start"
                        + " --help.",
                "scale | Missing required parameter: 'N'. See %kubecluster scale --help.",
                "start --local --kubernetes | Error: --local, --kubernetes are mutually exclusive (specify only"
                        + " one). See %kubecluster start --help.",
            })
    void words_that_make_no_sense_are_told_with_what_would(String words, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(words.split(" ", -1)))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "scale 1", "adapt 1 2", "close"})
    void a_verb_that_needs_a_cluster_says_how_to_get_one(String words) {
        assertThatIllegalStateException()
                .isThrownBy(() -> run(words.split(" ", -1)))
                .withMessage("There is no cluster. Start one with %kubecluster start TEMPLATE --workers N.");
    }

    @Test
    void the_yaml_is_what_would_be_created() {
        run("yaml", "--workers", "2", "--name", "demo");

        assertThat(said)
                .singleElement()
                .asString()
                .contains("kind: \"Job\"", "kind: \"Service\"", "name: \"demo-scheduler\"", "DASK_SCHEDULER_ADDRESS")
                .containsPattern("name: \"demo-worker-[0-9a-f]{8}\"")
                .doesNotContain("ownerReferences");
    }

    @Test
    void list_tells_that_there_is_none() {
        run("list");

        assertThat(said).containsExactly("No cluster is open.");
    }
}
