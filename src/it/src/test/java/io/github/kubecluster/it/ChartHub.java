package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A hub as an administrator has it: the zero-to-jupyterhub chart with the shipped values and manifests, in a namespace of its
 * own. Its users find the quickstart in their home directory.
 */
final class ChartHub implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path DEPLOY = Product.ROOT.resolve("src").resolve("deploy");
    /** As in {@code src/it/hub/values.yaml}. */
    private static final String PASSWORD = "hub-of-a-test";

    private final TestNamespace home = new TestNamespace("hub");
    private final KubernetesClient kubernetes = home.kubernetes();
    private final String namespace = home.name();

    /** Installs a hub whose users share its namespace. */
    void install() throws IOException, InterruptedException {
        home.apply(Files.readString(DEPLOY.resolve("rbac.yaml")));
        home.apply(Files.readString(DEPLOY.resolve("networkpolicy.yaml")));
        installWith(DEPLOY.resolve("values.yaml"));
    }

    /** Installs a hub that gives each user a namespace; {@code directory} is for files that are made on the way. */
    void installWithUserNamespaces(Path directory) throws IOException, InterruptedException {
        home.apply(moved("user-namespaces.yaml"));
        Path values = directory.resolve("values-user-namespaces.yaml");
        Files.writeString(values, moved("values-user-namespaces.yaml"));
        installWith(DEPLOY.resolve("values.yaml"), values);
    }

    /** Returns a file that is written for a hub in namespace "hub", for this one; what all namespaces share gets other names. */
    private String moved(String file) throws IOException {
        return Files.readString(DEPLOY.resolve(file))
                .replaceAll("(namespace|metadata\\.name): hub\n", "$1: " + namespace + "\n")
                .replace("http://hub.hub:", "http://hub." + namespace + ":")
                .replaceAll("name: kubecluster-(hub|user)\n", "name: " + namespace + "-$1\n")
                .replace("[kubecluster-user]", "[" + namespace + "-user]");
    }

    /** For {@code @EnabledIf}. */
    static boolean isPossible() {
        return Browser.isThere()
                && helm().isPresent()
                && Stream.of("hub.chart", "kubernetes.context")
                        .noneMatch(name -> System.getProperty(name, "").isBlank());
    }

    /** Returns the helm of {@code src/it/hub/helm}, else that of the PATH. */
    static Optional<Path> helm() {
        return Optional.of(Product.ROOT.resolve("target").resolve("hub-chart").resolve("helm"))
                .filter(Files::isExecutable)
                .or(() -> Product.program(List.of("helm")));
    }

    /** Gives helm the values in the order that {@code src/docs/hub.md} does: the site's own first. */
    private void installWith(Path... shipped) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                helm().orElseThrow().toString(),
                "upgrade",
                "--install",
                "hub",
                System.getProperty("hub.chart"),
                "--kube-context",
                System.getProperty("kubernetes.context"),
                "--namespace",
                namespace,
                "--wait",
                "--timeout",
                LIMIT.toSeconds() + "s",
                "--values",
                Product.ROOT.resolve("src/it/hub/values.yaml").toString()));
        for (Path values : shipped) {
            command.addAll(List.of("--values", values.toString()));
        }
        for (String file : List.of("quickstart.ipynb", "worker-spec.yml")) {
            String key = "singleuser.extraFiles." + file.substring(0, file.indexOf('.'));
            command.addAll(List.of("--set-file", key + ".stringData=" + Product.NOTEBOOKS.resolve(file)));
            command.addAll(List.of("--set", key + ".mountPath=/home/jovyan/" + file));
        }
        Finished helm = Finished.run(Map.of(), command);
        assertThat(helm.exitCode()).as(helm.output()).isZero();
    }

    /** Returns the address that users open; it ends in a slash. */
    String url() {
        return "http://"
                + kubernetes
                        .services()
                        .inNamespace(namespace)
                        .withName("proxy-public")
                        .get()
                        .getSpec()
                        .getClusterIP()
                + "/";
    }

    /** Logs a user in, whose server is then started, and opens a notebook there. */
    LabNotebook open(com.microsoft.playwright.Browser browser, String user, String notebook) {
        LabNotebook lab = LabNotebook.on(browser.newContext().newPage());
        Page page = lab.page();
        page.navigate(url() + "hub/login?next=%2Fhub%2Fspawn");
        page.locator("#username_input").fill(user);
        page.locator("#password_input").fill(PASSWORD);
        page.locator("#login_submit").click();
        page.waitForURL("**/user/*/lab*");
        page.navigate(page.url().replaceFirst("/lab.*", "/lab/tree/" + notebook));
        lab.awaitIdle();
        return lab;
    }

    /** Stops a user's server by the button of the hub's own page. */
    void stopServer(LabNotebook lab) {
        Page page = lab.page();
        page.navigate(url() + "hub/home");
        // The button does something only after all scripts have come.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.locator("#stop").click();
        PlaywrightAssertions.assertThat(page.locator("#stop")).isHidden();
    }

    /** Ends the hub's process, and waits until Kubernetes has started it again. */
    void restart() {
        run(hubPod(), "sh", "-c", "kill 1");
        await("the hub of namespace " + namespace + " is there again")
                .atMost(LIMIT)
                .until(() -> {
                    Pod pod = hubPod();
                    return pod.getStatus().getContainerStatuses().get(0).getRestartCount() > 0
                            && Readiness.isPodReady(pod);
                });
    }

    /** Runs a program in a pod's first container, and returns what it has printed. */
    String run(Pod pod, String... command) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ExecWatch program = kubernetes
                .pods()
                .resource(pod)
                .writingOutput(printed)
                .writingError(printed)
                .exec(command)) {
            program.exitCode().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Pod hubPod() {
        return kubernetes.pods().inNamespace(namespace).withLabel("component", "hub").list().getItems().stream()
                .findFirst()
                .orElseThrow();
    }

    /** Returns the pod of a user's server. */
    Pod notebookOf(String user) {
        return pods("component=singleuser-server", "hub.jupyter.org/username", user)
                .findFirst()
                .orElseThrow();
    }

    private Stream<Pod> pods(String selector, String annotation, String user) {
        return kubernetes.pods().inAnyNamespace().withLabelSelector(selector).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getNamespace().startsWith(namespace))
                .filter(pod ->
                        user.equalsIgnoreCase(pod.getMetadata().getAnnotations().get(annotation)));
    }

    void kill(Pod pod) {
        kubernetes.pods().resource(pod).withGracePeriod(0).delete();
    }

    /** Returns the pods of a user's clusters. */
    List<Pod> daskPodsOf(String user) {
        return pods("dask.org/cluster-name", "dask.org/username", user).toList();
    }

    /** Returns a client of Kubernetes with the rights that a notebook has. */
    KubernetesClient clientOf(Pod notebook) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(kubernetes.getMasterUrl().toString())
                .withCaCertData(kubernetes.getConfiguration().getCaCertData())
                .withCaCertFile(kubernetes.getConfiguration().getCaCertFile())
                .withOauthToken(run(notebook, "cat", "/var/run/secrets/kubernetes.io/serviceaccount/token"))
                .withNamespace(notebook.getMetadata().getNamespace())
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public void close() {
        kubernetes.namespaces().list().getItems().stream()
                .filter(one -> one.getMetadata().getName().startsWith(namespace + "-"))
                .forEach(one -> kubernetes.resource(one).delete());
        for (String role : List.of(namespace + "-hub", namespace + "-user")) {
            kubernetes.rbac().clusterRoleBindings().withName(role).delete();
            kubernetes.rbac().clusterRoles().withName(role).delete();
        }
        home.close();
    }
}
