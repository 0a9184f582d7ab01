package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
    /** What the log of a scheduler or a worker says. */
    private static final Pattern LISTENING =
            Pattern.compile("(?:Scheduler|worker|dashboard) at: +(?:[a-z]+://)?([0-9.:]+)");

    private final TestNamespace home = new TestNamespace("hub");
    private final KubernetesClient kubernetes = home.kubernetes();
    private final String namespace = home.name();

    /**
     * Installs a hub whose users share its namespace.
     *
     * @param settings values besides, as helm's {@code --set-json} takes them
     */
    void install(String... settings) throws IOException, InterruptedException {
        home.apply(Files.readString(DEPLOY.resolve("rbac.yaml")));
        home.apply(Files.readString(DEPLOY.resolve("networkpolicy.yaml")));
        installWith(List.of(DEPLOY.resolve("values.yaml")), settings);
    }

    /** Installs a hub whose administrator has taken over what is shipped, save for the rules of the network. */
    void installUnderItsOwnRules() throws IOException, InterruptedException {
        home.apply(Files.readString(DEPLOY.resolve("rbac.yaml")));
        installWith(List.of(DEPLOY.resolve("values.yaml")), "singleuser.networkPolicy.egress=[]");
    }

    /** Returns the setting that keeps the hub's database on this machine, which is the node: it then outlives the hub's pod. */
    static String storage() throws IOException {
        Path directory = Files.createTempDirectory(Product.ROOT.resolve("src/it/target"), "hub-storage");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return "hub.extraVolumes=[{\"name\": \"data\", \"hostPath\": {\"path\": \"" + directory + "\"}}]";
    }

    /** Installs a hub that gives each user a namespace; {@code directory} is for files that are made on the way. */
    void installWithUserNamespaces(Path directory) throws IOException, InterruptedException {
        home.apply(moved("user-namespaces.yaml"));
        Path values = directory.resolve("values-user-namespaces.yaml");
        Files.writeString(values, moved("values-user-namespaces.yaml"));
        installWith(List.of(DEPLOY.resolve("values.yaml"), values));
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
        return Chromium.isThere()
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
    private void installWith(List<Path> shipped, String... settings) throws IOException, InterruptedException {
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
        for (String setting : settings) {
            command.addAll(List.of("--set-json", setting));
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
    LabNotebook open(Chromium chromium, String user, String notebook) {
        LabNotebook lab = LabNotebook.on(chromium.newPage());
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
        Locator button = stopButton(lab.page());
        button.click();
        PlaywrightAssertions.assertThat(button).isHidden();
    }

    /** Opens the hub's own page, and returns the button that is there while the user's server runs. */
    Locator stopButton(Page page) {
        page.navigate(url() + "hub/home");
        // The button does something only after all scripts have come.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        return page.locator("#stop");
    }

    /** Deletes the hub's pod, and waits until Kubernetes has another one in its place. */
    void replacePod() {
        Pod before = hubPod();
        kubernetes.pods().resource(before).delete();
        await("the hub of namespace " + namespace + " has another pod")
                .atMost(LIMIT)
                .until(() -> {
                    Pod pod = hubPod();
                    return !pod.getMetadata()
                                    .getUid()
                                    .equals(before.getMetadata().getUid())
                            && Readiness.isPodReady(pod);
                });
    }

    /**
     * Lets all pods of the hub's namespace ask for names. Rules hold for the port behind a service, and that of names is not 53
     * everywhere.
     */
    void allowNames() {
        allow("names", Map.of(), "kube-system", "kube-dns");
    }

    /** Lets notebooks of the hub's namespace reach the API server, whose port is not everywhere one that the shipped values name. */
    void allowKubernetes() {
        allow("kubernetes", Map.of("component", "singleuser-server"), "default", "kubernetes");
    }

    private void allow(String name, Map<String, String> pods, String place, String service) {
        List<NetworkPolicyEgressRule> rules = kubernetes
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(place)
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> slice.getPorts().stream())
                .map(port -> new NetworkPolicyEgressRuleBuilder()
                        .addNewPort()
                        .withPort(new IntOrString(port.getPort()))
                        .withProtocol(port.getProtocol())
                        .endPort()
                        .build())
                .toList();
        kubernetes
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .resource(new NetworkPolicyBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNewPodSelector()
                        .withMatchLabels(pods)
                        .endPodSelector()
                        .withPolicyTypes("Egress")
                        .withEgress(rules)
                        .endSpec()
                        .build())
                .create();
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
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .orElseThrow();
    }

    /** Returns the pods of a user's servers. */
    List<Pod> notebooksOf(String user) {
        return pods("component=singleuser-server", "hub.jupyter.org/username", user)
                .toList();
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

    /** Returns where the scheduler and the workers of a user say that they and their dashboards listen: host and port. */
    List<String> addressesOf(String user) {
        return daskPodsOf(user).stream()
                .flatMap(pod -> LISTENING
                        .matcher(kubernetes.pods().resource(pod).getLog())
                        .results())
                .map(address -> address.group(1))
                .distinct()
                .toList();
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
