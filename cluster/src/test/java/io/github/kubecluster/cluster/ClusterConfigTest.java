package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a site's {@code kubernetes.yaml} does to clusters. */
class ClusterConfigTest {
    /** The example of dask-kubernetes' documentation: no kind, variables, a path of Dask's own. */
    static final String SITE = """
            kubernetes:
              name: dask-{JUPYTERHUB_USER}-{uuid}
              namespace: analytics
              count:
                start: 3
                max: 20
              env:
                OMP_NUM_THREADS: 1
              worker-template:
                metadata:
                  labels: {team: risk}
                spec:
                  restartPolicy: Never
                  containers:
                  - name: dask-worker
                    image: ${JUPYTER_IMAGE_SPEC}
                    args: [dask-worker, --nthreads, '2', --no-bokeh, --memory-limit, 7GB, --death-timeout, '60']
                    resources:
                      limits: {cpu: "1.75", memory: 7G}
                      requests: {cpu: 1, memory: 7G}
            """;

    @TempDir
    Path home;

    KubeClusterBuilder builder(String yaml, Map<String, String> variables) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(file(), yaml);
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString());
        environment.put("DASK_ROOT_CONFIG", home.resolve("etc").toString());
        return new KubeClusterBuilder(environment);
    }

    Path file() {
        return home.resolve("etc/kubernetes.yaml");
    }

    static Container worker(KubeClusterBuilder builder) {
        return builder.templates().worker().pod().getSpec().getContainers().get(0);
    }

    @Test
    void a_sites_file_makes_the_cluster_without_any_argument() throws Exception {
        KubeClusterBuilder builder =
                builder(SITE, Map.of("JUPYTERHUB_USER", "alice", "JUPYTER_IMAGE_SPEC", "hub/notebook:7"));

        assertThat(builder.toYaml())
                .contains("name: \"dask-alice-")
                .contains("team: \"risk\"")
                .contains("image: \"hub/notebook:7\"");
        assertThat(worker(builder).getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("OMP_NUM_THREADS", "1"));
        assertThat(builder.toYaml().split("kind: \"Pod\"")).as("three workers").hasSize(4);
    }

    @Test
    void the_documented_worker_name_is_the_name_where_there_is_no_other() throws Exception {
        assertThat(builder("kubernetes: {worker-name: 'mine-{uuid}'}", Map.of()).toYaml())
                .contains("\"mine-");
        assertThat(builder("kubernetes: {worker-name: 'mine-{uuid}', name: 'ours-{uuid}'}", Map.of())
                        .toYaml())
                .contains("\"ours-")
                .doesNotContain("\"mine-");
    }

    @Test
    void a_variable_wins_over_the_file_and_an_argument_over_both() throws Exception {
        KubeClusterBuilder builder =
                builder(SITE, Map.of("DASK_KUBERNETES__NAME", "by-variable", "JUPYTERHUB_USER", "a"));

        assertThat(builder.toYaml()).contains("\"by-variable-scheduler\"");
        assertThat(builder.name("by-argument").toYaml()).contains("\"by-argument-scheduler\"");
    }

    @Test
    void a_template_is_given_by_a_path_with_variables() throws Exception {
        Files.writeString(home.resolve("gpu.yml"), PodTemplateTest.WORKER.replace("${DASK_IMAGE}", "by-path:1"));

        assertThat(worker(builder("kubernetes: {worker-template-path: '~/{FLAVOUR}.yml'}", Map.of("FLAVOUR", "gpu")))
                        .getImage())
                .isEqualTo("by-path:1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("kubernetes: {worker-template-path: '/{FLAVOUR}.yml'}", Map.of())
                        .templates())
                .withMessage("Dask's configuration has kubernetes.worker-template-path \"/{FLAVOUR}.yml\" (" + file()
                        + "). The environment variable FLAVOUR is not set. Set it, or correct the path.");
    }

    @Test
    void a_template_that_the_user_gives_makes_that_of_the_site_unread() throws Exception {
        KubeClusterBuilder builder = builder("kubernetes: {worker-template-path: /nowhere.yml}", Map.of());

        assertThat(worker(builder.template(PodTemplateTest.WORKER)).getArgs()).contains("--nthreads");
    }

    @Test
    void the_scheduler_may_have_a_template_of_its_own() throws Exception {
        KubeClusterBuilder builder = builder(
                SITE
                        + "  scheduler-template: {spec: {containers: [{image: 'small:1', args: [dask-scheduler, --idle-timeout, '60']}]}}\n",
                Map.of("JUPYTERHUB_USER", "alice"));

        assertThat(builder.templates().scheduler().pod().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getImage()).isEqualTo("small:1"));
        assertThat(builder.toYaml()).contains("--idle-timeout");
    }

    @Test
    void variables_may_be_a_list_as_a_container_has_it() throws Exception {
        KubeClusterBuilder builder = builder(
                "kubernetes: {env: [{name: A, value: a}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}]}",
                Map.of());

        assertThat(worker(builder).getEnv())
                .satisfiesExactly(
                        a -> assertThat(a.getValue()).isEqualTo("a"),
                        b -> assertThat(b.getValueFrom().getSecretKeyRef().getName())
                                .isEqualTo("s"));
    }

    @Test
    void each_value_is_shown_with_its_origin() throws Exception {
        List<ConfigValue> values = builder(
                        "kubernetes: {namespace: analytics, deploy-mode: remote, nmae: x, env: {API_TOKEN: hunter2}}",
                        Map.of("DASK_KUBERNETES__COUNT__START", "2"))
                .configuration();

        String origin = file().toString();
        assertThat(values)
                .contains(
                        new ConfigValue("kubernetes.name", "dask-{user}-{uuid}", "default", ""),
                        new ConfigValue("kubernetes.namespace", "analytics", origin, ""),
                        new ConfigValue(
                                "kubernetes.count.start",
                                "2",
                                "environment variable DASK_KUBERNETES__COUNT__START",
                                ""),
                        new ConfigValue(
                                "kubernetes.deploy-mode",
                                "remote",
                                origin,
                                "not used: the scheduler listens in a pod of its own, on fixed ports"),
                        new ConfigValue("kubernetes.env.API_TOKEN", "****", origin, ""),
                        new ConfigValue("kubernetes.nmae", "x", origin, "unknown key"));
        assertThat(values.toString()).doesNotContain("hunter2");
    }

    @Test
    void an_unknown_key_is_told_with_the_nearest_known_one() throws Exception {
        assertThat(builder("kubernetes: {nmae: x}", Map.of())
                        .templates()
                        .worker()
                        .notices())
                .containsExactly("Dask's configuration has the unknown key \"kubernetes.nmae\" (" + file()
                        + "). Did you mean \"kubernetes.name\"?");
    }

    @Test
    void a_value_of_the_wrong_kind_is_refused_with_its_origin() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("kubernetes: {count: {start: many}}", Map.of()))
                .withMessage("Dask's configuration has kubernetes.count.start \"many\" (" + file()
                        + "). Give a whole number.");
    }

    @Test
    void a_sites_limit_holds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("kubernetes: {count: {max: 0}}", Map.of()))
                .withMessage("Cannot limit a cluster to 0 workers. Give a limit from 1 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("kubernetes: {count: {user-max: 0}}", Map.of()))
                .withMessage("Cannot limit a user to 0 workers. Give a limit from 1 upwards.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("kubernetes: {drain-limit: later}", Map.of()))
                .withMessageStartingWith("Dask's configuration has kubernetes.drain-limit \"later\" (")
                .withMessageEndingWith("Give seconds, or a time such as \"10 minutes\".");
    }

    @Test
    void no_default_is_shown_where_another_key_says_the_same() throws Exception {
        assertThat(builder("kubernetes: {worker-name: mine, worker-template-path: /t.yml}", Map.of())
                        .configuration())
                .extracting(ConfigValue::key)
                .contains("kubernetes.worker-name", "kubernetes.worker-template-path")
                .doesNotContain("kubernetes.name", "kubernetes.worker-template");
    }

    @ParameterizedTest
    @CsvSource({"600, 600", "0, 0", "10 minutes, 600", "1h, 3600", "500ms, 0.5", "2 days, 172800"})
    void times_are_read_as_dask_reads_them(String text, double seconds) {
        assertThat(DaskDuration.parse(text))
                .hasValueSatisfying(time -> assertThat(time.toMillis()).isEqualTo((long) (seconds * 1000)));
    }

    @Test
    void a_time_that_is_none_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("kubernetes: {idle-timeout: soon}", Map.of()))
                .withMessage("Dask's configuration has kubernetes.idle-timeout \"soon\" (" + file()
                        + "). Give seconds, or a time such as \"10 minutes\".");
    }
}
