package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DaskPodsTest {
    static final String ADDRESS = "tcp://10.96.0.7:8786";

    static DaskPods pods(String yaml) {
        return new DaskPods(
                "demo",
                PodTemplates.parse("worker-spec.yml", yaml, Map.of("DASK_IMAGE", "dask:1", "HELLO", "hi")),
                false);
    }

    static Pod worker(String yaml) {
        return pods(yaml).worker("demo-worker-1", ADDRESS, Map.of());
    }

    static Pod scheduler() {
        return pods(PodTemplateTest.WORKER)
                .scheduler(
                        Map.of("--port", "8786"),
                        new Lifeline("owner-1", Duration.ofSeconds(30), false, Duration.ZERO, Duration.ZERO));
    }

    static Container container(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }

    static Map<String, String> environment(Pod pod) {
        return container(pod).getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    @Test
    void a_worker_has_the_labels_of_dask_kubernetes_and_keeps_its_own() {
        assertThat(worker(PodTemplateTest.WORKER).getMetadata().getLabels())
                .containsEntry("dask.org/cluster-name", "demo")
                .containsEntry("dask.org/component", "worker")
                .containsEntry("app.kubernetes.io/managed-by", "kubecluster-java")
                .containsEntry("team", "risk");
    }

    @Test
    void a_worker_tolerates_the_nodes_that_are_dedicated_to_workers() {
        assertThat(worker(PodTemplateTest.WORKER).getSpec().getTolerations())
                .extracting(Toleration::getKey, Toleration::getValue, Toleration::getEffect)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("k8s.dask.org/dedicated", "worker", "NoSchedule"),
                        org.assertj.core.groups.Tuple.tuple("k8s.dask.org_dedicated", "worker", "NoSchedule"));
    }

    @Test
    void the_templates_own_tolerations_stay() {
        String yaml = PodTemplateTest.WORKER.replace(
                "  restartPolicy: Never", "  tolerations: [{key: gpu, operator: Exists}]\n  restartPolicy: Never");

        assertThat(worker(yaml).getSpec().getTolerations())
                .extracting(Toleration::getKey)
                .contains("gpu")
                .hasSize(3);
    }

    @Test
    void a_worker_knows_the_scheduler_and_its_own_name() {
        Pod worker = worker(PodTemplateTest.WORKER);

        assertThat(worker.getMetadata().getName()).isEqualTo("demo-worker-1");
        assertThat(environment(worker)).containsEntry("DASK_SCHEDULER_ADDRESS", ADDRESS);
        assertThat(container(worker).getArgs()).containsSequence("--name", "demo-worker-1");
    }

    @Test
    void the_worker_command_runs_on_old_and_new_images() {
        assertThat(container(worker(PodTemplateTest.WORKER)).getArgs())
                .startsWith("python", "-m", "distributed.cli.dask_worker", "--nthreads", "2");
        assertThat(container(worker(PodTemplateTest.WORKER.replace("dask-worker", "dask, worker")))
                        .getArgs())
                .startsWith("python", "-m", "distributed.cli.dask_worker", "--nthreads", "2");
    }

    @Test
    void a_command_that_is_not_dasks_stays_as_it_is() {
        String yaml = PodTemplateTest.WORKER.replace("[dask-worker,", "[/opt/start.sh,");

        assertThat(container(worker(yaml)).getArgs())
                .containsExactly("/opt/start.sh", "--nthreads", "2", "--memory-limit", "2GB");
    }

    @Test
    void the_option_of_2018_for_no_dashboard_is_translated_and_told() {
        DaskPods pods = pods(PodTemplateTest.WORKER.replace("2GB]", "2GB, --no-bokeh]"));

        assertThat(container(pods.worker("demo-worker-1", ADDRESS, Map.of())).getArgs())
                .contains("--no-dashboard")
                .doesNotContain("--no-bokeh");
        assertThat(pods.notices())
                .containsExactly(
                        "The template's option \"--no-bokeh\" is called \"--no-dashboard\" today and is passed on "
                                + "under that name. Change it in the template.");
    }

    @Test
    void options_of_the_template_win_over_those_of_the_place() {
        Pod worker =
                pods(PodTemplateTest.WORKER).worker("demo-worker-1", ADDRESS, Map.of("--nthreads", "9", "--host", "h"));

        assertThat(container(worker).getArgs())
                .containsSequence("--nthreads", "2")
                .containsSequence("--host", "h");
    }

    @Test
    void a_pod_has_no_service_account_token_and_no_way_to_more_rights() {
        for (Pod pod : List.of(worker(PodTemplateTest.WORKER), scheduler())) {
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(container(pod).getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
        }
    }

    @Test
    void a_container_without_a_name_gets_one() {
        assertThat(container(worker(PodTemplateTest.WORKER)).getName()).isEqualTo("dask-0");
    }

    @Test
    void the_scheduler_is_the_template_with_the_schedulers_command_and_its_lifeline() {
        Pod scheduler = scheduler();

        assertThat(scheduler.getMetadata().getName()).isEqualTo("demo-scheduler");
        assertThat(scheduler.getMetadata().getLabels()).containsEntry("dask.org/component", "scheduler");
        assertThat(container(scheduler).getArgs())
                .containsExactly("python", "-m", "distributed.cli.dask_scheduler", "--port", "8786");
        assertThat(environment(scheduler))
                .containsEntry("KUBECLUSTER_OWNER", "owner-1")
                .containsEntry("KUBECLUSTER_LIFELINE_SECONDS", "30")
                .extractingByKey("DASK_DISTRIBUTED__SCHEDULER__PRELOAD")
                .asString()
                .contains("def dask_setup(scheduler):");
    }

    @Test
    void the_template_itself_is_never_changed() {
        PodTemplates template = PodTemplates.parse("worker-spec.yml", PodTemplateTest.WORKER, Map.of());
        String before = template.toString();

        new DaskPods("demo", template, false).worker("demo-worker-1", ADDRESS, Map.of("--host", "h"));

        assertThat(template).hasToString(before);
    }
}
