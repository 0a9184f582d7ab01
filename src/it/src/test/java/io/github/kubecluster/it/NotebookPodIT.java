package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The kernel in a pod of the hub's single-user image, as a hub's user has it: with the shipped Role and no other right, and
 * with a hub's secrets in its environment.
 */
@EnabledIfSystemProperty(
        named = "kubernetes.context",
        matches = ".+",
        disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
class NotebookPodIT {
    static TestNamespace home;
    static final String IMAGE = System.getProperty("singleuser.image", "kubecluster/singleuser:dev");
    static final String SECRET = "token-that-the-hub-gave";
    static final Duration LIMIT = Duration.ofMinutes(6);

    static KubernetesClient kubernetes;
    static String namespace;

    @BeforeAll
    static void prepareNamespace() throws IOException {
        home = new TestNamespace("kubecluster");
        kubernetes = home.kubernetes();
        namespace = home.name();
        home.apply(text(Product.ROOT.resolve("src/deploy/rbac.yaml")));
        kubernetes
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("notebooks")
                        .endMetadata()
                        .addToData("quickstart.ipynb", text(Product.NOTEBOOKS.resolve("quickstart.ipynb")))
                        .addToData("worker-spec.yml", text(Product.NOTEBOOKS.resolve("worker-spec.yml")))
                        .addToData("held.ipynb", HELD)
                        .addToData("bare.ipynb", BARE)
                        .build())
                .create();
    }

    @AfterAll
    static void deleteNamespace() {
        if (home != null) {
            home.close();
        }
    }

    /** Starts a cluster and keeps it until the kernel ends. */
    private static final String HELD = """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
              {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": null,
               "source": "%kubecluster start /notebooks/worker-spec.yml --workers 1"},
              {"cell_type": "code", "id": "b", "metadata": {}, "outputs": [], "execution_count": null,
               "source": "cluster.waitForWorkers(1); Thread.sleep(600_000);"}]}
            """;

    /** Starts a cluster where nobody has said anything of templates or images. */
    private static final String BARE = """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
              {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": null,
               "source": "%kubecluster start --cpu 500m --memory 500MB"},
              {"cell_type": "code", "id": "b", "metadata": {}, "outputs": [], "execution_count": null,
               "source": "%kubecluster scale 1"},
              {"cell_type": "code", "id": "c", "metadata": {}, "outputs": [], "execution_count": null,
               "source": "%kubecluster versions"},
              {"cell_type": "code", "id": "d", "metadata": {}, "outputs": [], "execution_count": null,
               "source": "Thread.sleep(600_000);"}]}
            """;

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    static Pod startNotebook(String name, String notebook, EnvVar... more) {
        String execute = "cd /notebooks && jupyter execute --kernel_name=kubecluster-java --output=/tmp/executed.ipynb "
                + notebook + " >&2 && cat /tmp/executed.ipynb";
        return kubernetes
                .pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName("kubecluster")
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("notebook")
                        .withImage(IMAGE)
                        .withImagePullPolicy("IfNotPresent")
                        .withArgs("sh", "-c", execute)
                        .addToEnv(more)
                        .addToEnv(
                                variable("JUPYTERHUB_USER", "Zoë@example.org"),
                                variable("JUPYTERHUB_SERVICE_PREFIX", "/user/zoe/"),
                                variable("JUPYTERHUB_API_TOKEN", SECRET))
                        .addNewVolumeMount()
                        .withName("notebooks")
                        .withMountPath("/notebooks")
                        .endVolumeMount()
                        .endContainer()
                        .addNewVolume()
                        .withName("notebooks")
                        .withNewConfigMap()
                        .withName("notebooks")
                        .endConfigMap()
                        .endVolume()
                        .endSpec()
                        .build())
                .create();
    }

    static EnvVar variable(String name, String value) {
        return new EnvVar(name, value, null);
    }

    static List<HasMetadata> daskObjects() {
        return KubernetesRemains.labelled(kubernetes, "dask.org/cluster-name")
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .toList();
    }

    @Test
    void the_quickstart_runs_in_a_pod_with_the_shipped_role_alone() throws IOException {
        startNotebook("quickstart", "quickstart.ipynb", variable("DASK_IMAGE", Product.IMAGE));
        await("the notebook has run")
                .atMost(LIMIT)
                .until(() -> List.of("Succeeded", "Failed")
                        .contains(kubernetes
                                .pods()
                                .inNamespace(namespace)
                                .withName("quickstart")
                                .get()
                                .getStatus()
                                .getPhase()));

        String log =
                kubernetes.pods().inNamespace(namespace).withName("quickstart").getLog();
        assertThat(log).contains("\n{");
        ExecutedNotebook notebook = ExecutedNotebook.parse(log.substring(log.indexOf("\n{")));
        assertThat(notebook.cell("%kubecluster start").shown("text/plain"))
                .singleElement()
                .asString()
                .contains("Kubernetes of this pod, namespace \"" + namespace + "\"")
                .contains("tls://")
                .containsPattern("/user/zoe/proxy/\\d+/status");
        assertThat(notebook.cell("\"operator.add\", 1, 2").shown("text/plain")).containsExactly("3");
        assertThat(log).doesNotContain("Values travel by way of the scheduler");
        assertThat(notebook.cell("array.mean()").shown("text/plain")).endsWith("1.0");
        assertThat(notebook.cell("%kubecluster close").printed()).endsWith("is closed; nothing of it is left.\n");
    }

    @Test
    void a_cluster_dies_with_the_notebooks_pod_and_knows_no_secret_of_the_hub() {
        Pod notebook = startNotebook("held", "held.ipynb", variable("DASK_IMAGE", Product.IMAGE));
        await("a worker's pod runs")
                .atMost(LIMIT)
                .until(() -> daskObjects().stream()
                        .anyMatch(object -> object instanceof Pod pod
                                && "worker".equals(pod.getMetadata().getLabels().get("dask.org/component"))
                                && "Running".equals(pod.getStatus().getPhase())));
        List<HasMetadata> objects = daskObjects();

        assertThat(objects)
                .filteredOn(Job.class::isInstance)
                .singleElement()
                .satisfies(job -> assertThat(job.getMetadata().getOwnerReferences())
                        .extracting(OwnerReference::getUid)
                        .containsExactly(notebook.getMetadata().getUid()));
        assertThat(objects)
                .allSatisfy(object -> assertThat(
                                kubernetes.getKubernetesSerialization().asYaml(object))
                        .doesNotContain(SECRET));

        kubernetes.pods().resource(notebook).withGracePeriod(0).delete();

        await("nothing of the cluster is left")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(daskObjects()).isEmpty());
    }

    @Test
    void without_a_template_workers_run_on_the_notebooks_image() {
        Pod notebook = startNotebook("bare", "bare.ipynb");

        await("a worker's pod runs")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(daskObjects())
                        .filteredOn(object -> object.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> owner.getKind().equals("Job")))
                        .filteredOn(Pod.class::isInstance)
                        .map(Pod.class::cast)
                        .anySatisfy(pod -> {
                            assertThat(pod.getMetadata().getLabels()).containsEntry("dask.org/component", "worker");
                            assertThat(pod.getMetadata().getLabels().get("dask.org/username"))
                                    .startsWith("zo-example-org---");
                            assertThat(pod.getMetadata().getAnnotations())
                                    .containsEntry("dask.org/username", "Zoë@example.org");
                            assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
                            assertThat(pod.getSpec().getContainers().get(0).getImage())
                                    .isEqualTo(IMAGE);
                        }));

        kubernetes.pods().resource(notebook).withGracePeriod(0).delete();
        await("nothing of the cluster is left")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(daskObjects()).isEmpty());
    }
}
