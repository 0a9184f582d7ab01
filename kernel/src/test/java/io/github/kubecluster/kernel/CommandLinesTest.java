package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.widget.ClusterListWidget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
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
        public void show(KubeCluster cluster) {
            throw new AssertionError("nothing is shown here");
        }

        @Override
        public void show(DisplayData data) {
            throw new AssertionError("nothing is shown here");
        }

        @Override
        public void show(ClusterListWidget clusters, String text) {
            said.add(text);
        }

        @Override
        public void keep(KubeCluster cluster) {}

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
    @ValueSource(
            strings = {
                "start", "attach", "status", "scale", "adapt", "list", "close", "yaml", "config", "rbac", "netpol",
                "values"
            })
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
                "start --workers many | Invalid value for option '--workers': 'many' is not an int. See %kubecluster"
                        + " start --help.",
                "scale | 'Error: Missing required argument (specify one of these): (N | --cores=N | --memory=SIZE)."
                        + " See %kubecluster scale --help.'",
                "start --local --kubernetes | Error: --local, --kubernetes are mutually exclusive (specify only"
                        + " one). See %kubecluster start --help.",
                "start --token-file token | Error: Missing required argument(s): --server=URL. See %kubecluster start"
                        + " --help.",
                "start --server 10.0.0.1:6443 | '\"10.0.0.1:6443\" is no address of a Kubernetes API server. Write it"
                        + " as https://HOST:PORT.'",
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
        run("list", "--local");

        assertThat(said).startsWith("No cluster is open here.");
    }

    @Test
    void words_of_the_command_line_are_lines_of_the_manifest() {
        run(
                "yaml",
                "--workers",
                "1",
                "--name",
                "demo",
                "--image",
                "acme/dask:1",
                "--memory",
                "4GB",
                "--gpus",
                "1",
                "--volume",
                "pvc/data:/data",
                "--env-from-secret",
                "PASSWORD=db/password",
                "--node-purpose",
                "required",
                "--restricted");

        assertThat(said)
                .singleElement()
                .asString()
                .contains("name: \"demo-scheduler\"", "image: \"acme/dask:1\"", "nvidia.com/gpu: \"1\"")
                .contains("claimName: \"data\"", "secretKeyRef:", "requiredDuringScheduling", "runAsNonRoot: true")
                .contains("- \"--memory-limit\"\n    - \"4000000000\"");
    }

    @Test
    void a_variable_from_a_secret_names_secret_and_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("yaml", "--env-from-secret", "PASSWORD=db"))
                .withMessage(
                        "Variable \"PASSWORD\" cannot come from \"db\". Write --env-from-secret PASSWORD=SECRET/KEY.");
    }

    @Test
    void the_configuration_is_printed_with_origins_and_with_where_it_was_looked_for() {
        run("config");

        assertThat(said)
                .singleElement()
                .asString()
                .containsPattern("(?m)^kubernetes.count.start +0 +default$")
                .contains("Looked for in, later wins: ", "/.config/dask");
    }

    @Test
    void the_role_is_printed_for_a_namespace_and_an_account() {
        run("rbac", "--namespace", "analytics", "--service-account", "notebook");

        assertThat(said)
                .singleElement()
                .asString()
                .contains("kind: Role\n", "namespace: \"analytics\"", "name: \"notebook\"");
    }

    @Test
    void the_network_policy_is_printed_for_a_namespace() {
        run("netpol", "--namespace", "analytics");

        assertThat(said)
                .singleElement()
                .asString()
                .contains("kind: NetworkPolicy\nmetadata:\n  namespace: \"analytics\"\n");
    }

    @Test
    void the_hubs_values_are_printed_for_an_image_and_an_account() {
        run("values", "--image", "registry.example.org:5000/team/notebook:7", "--service-account", "notebook");

        assertThat(said)
                .singleElement()
                .asString()
                .contains("    name: \"registry.example.org:5000/team/notebook\"\n    tag: \"7\"\n")
                .contains("serviceAccountName: \"notebook\"")
                .contains("DASK_IMAGE: \"registry.example.org:5000/team/notebook:7\"");
    }
}
