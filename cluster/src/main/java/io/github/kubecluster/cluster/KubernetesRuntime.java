package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.SchedulerAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs pods on Kubernetes with namespace rights alone. Everything it makes is owned by what runs the scheduler. */
final class KubernetesRuntime implements PodRuntime {
    static final Map<String, String> SCHEDULER_OPTIONS = Map.of(
            "--port",
            String.valueOf(KubernetesObjects.COMM_PORT),
            "--dashboard-address",
            ":" + KubernetesObjects.DASHBOARD_PORT);

    private static final String NO_JOBS =
            "This account may not make Jobs, so the scheduler is a plain pod: should this process die, the cluster ends, and its"
                    + " objects stay until your next start in this namespace. Have src/deploy/rbac.yaml applied to have them"
                    + " deleted at once.";

    /** Kubernetes ends a scheduler that does not come up after this process has given it up. */
    private static final Duration START_MARGIN = Duration.ofSeconds(30);

    private final KubernetesNamespace namespace;
    private final Place place;
    private final List<OwnerReference> owners;
    private final KeptKeys keys;
    private final KubernetesSearch search;
    private final KubernetesLaunch launch;
    private final KubernetesLogs logs;
    private final KubernetesOrphans orphans;
    private final SizeAnnotation size;
    private volatile @Nullable SchedulerObject scheduler;
    private volatile boolean secret;
    private volatile boolean limited;
    private volatile @Nullable PodWatch watch;

    /**
     * Makes the runtime of one cluster; owns the client of {@code namespace} from now on.
     *
     * @param owners what the cluster is to die with, such as the notebook's pod
     * @param keys those of this user's clusters, this one's among them
     */
    KubernetesRuntime(KubernetesNamespace namespace, Place place, List<OwnerReference> owners, KeptKeys keys) {
        this.namespace = namespace;
        this.place = place;
        this.owners = owners;
        this.keys = keys;
        this.search = new KubernetesSearch(namespace);
        this.launch = new KubernetesLaunch(namespace, search);
        this.orphans = new KubernetesOrphans(namespace);
        this.logs = new KubernetesLogs(namespace, this::pods);
        this.size = new SizeAnnotation(namespace, search);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Map<String, String> schedulerOptions() {
        return SCHEDULER_OPTIONS;
    }

    @Override
    public Map<String, String> workerOptions() {
        return Map.of();
    }

    @Override
    public boolean keepsSecrets() {
        return may("create");
    }

    @Override
    public boolean sharesKeys() {
        return keys.arePossible() || may("get");
    }

    private boolean may(String verb) {
        return namespace.ask("ask for rights on secrets", () -> RightsCheck.may(namespace, "", "secrets", verb));
    }

    @Override
    public List<String> notHonoured(Pod pod) {
        PodWatch pods = watch;
        SchedulerObject made = scheduler;
        return Stream.of(
                        Optional.ofNullable(made).filter(SchedulerObject::isPod).map(ignored -> NO_JOBS),
                        pods == null ? Optional.<String>empty() : pods.refused())
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Optional<String> schedulerRefused() {
        SchedulerObject made = scheduler;
        PodWatch pods = watch;
        return made == null || pods == null ? Optional.empty() : pods.events().last(made.name());
    }

    @Override
    public SchedulerAddress launch(Plan plan, Consumer<List<Pod>> watcher, Duration limit) {
        RightsCheck.Granted rights = RightsCheck.require(namespace);
        orphans.sweep(plan.scheduler().getMetadata().getLabels().getOrDefault(Labels.USER, ""));
        // A limit that cannot be lifted would end the cluster.
        limited = rights.makesJobs() && rights.changesJobs();
        SchedulerObject made =
                launch.scheduler(plan, rights.makesJobs(), limited ? limit.plus(START_MARGIN) : null, owners);
        scheduler = made;
        size.expect(plan.size());
        if (plan.keys() != null) {
            launch.secret(made, plan.keys().files());
            secret = true;
            keep(plan.keys().client(), made);
        }
        Service service = launch.service(made);
        watch(plan.cluster(), watcher);
        return address(service, secret);
    }

    @Override
    public void schedulerAnswers() {
        SchedulerObject made = scheduler;
        if (made != null && limited) {
            launch.liftLimit(made);
        }
    }

    @Override
    public Found attach(String cluster, Consumer<List<Pod>> watcher) {
        SchedulerObject there = search.scheduler(cluster).orElse(null);
        if (there == null) {
            Service service = search.foreignService(cluster)
                    .orElseThrow(() -> new NotThereException("There is no cluster \"" + cluster + "\" in namespace \""
                            + namespace.name() + "\": no job or pod \"" + cluster + "-scheduler\", no service \""
                            + cluster
                            + "\" and no Helm release of Dask of that name. List those that are there, or start one."));
            return new Found(address(service, false), null, null, new Scaling.Fixed(0));
        }
        Service service = search.service(there.name());
        if (service == null) {
            throw new ClusterException("Cluster \"" + cluster + "\" in namespace \"" + namespace.name()
                    + "\" has no service \"" + there.name() + "\". Delete it, and start another one.");
        }
        secret = there.isEncrypted();
        Credentials credentials = secret ? credentials(cluster, there) : null;
        scheduler = there;
        watch(cluster, watcher);
        WorkerTemplate workers = there.annotation(Labels.WORKER_TEMPLATE, json -> new WorkerTemplate(cluster, json))
                .orElse(null);
        Scaling written = there.annotation(Labels.SIZE, DesiredSize::parse).orElse(new Scaling.Fixed(0));
        size.expect(written);
        return new Found(address(service, secret), credentials, workers, written);
    }

    private void keep(Credentials client, SchedulerObject owner) {
        keys.keep(owner.uid(), client);
        try {
            keys.sweep(search.schedulers().stream().map(SchedulerObject::uid).toList());
        } catch (ClusterException e) {
            System.getLogger(KubernetesRuntime.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "The keys of clusters that are no more cannot be told from others",
                            e);
        }
    }

    /** Who has started the cluster has its keys in a file; others need the right to read them. */
    private Credentials credentials(String cluster, SchedulerObject owner) {
        return keys.find(owner.uid())
                .or(() -> search.secretFiles(owner.name()).map(ClusterKeys::clientOf))
                .orElseThrow(() -> new ClusterException("Cluster \"" + cluster + "\" in namespace \"" + namespace.name()
                        + "\" is encrypted, and its keys are not to be had: they are not in \"" + keys.directory()
                        + "\", where the user who started it has them, and this account may not get secret \""
                        + owner.name()
                        + "\". Attach as that user, or have this right given to this account."));
    }

    private static SchedulerAddress address(Service service, boolean encrypted) {
        return new SchedulerAddress(
                encrypted ? "tls" : "tcp", service.getSpec().getClusterIP(), KubernetesObjects.COMM_PORT);
    }

    private void watch(String cluster, Consumer<List<Pod>> watcher) {
        watch = namespace.ask(
                "watch the pods of cluster \"" + cluster + "\"",
                () -> new PodWatch(namespace.kubernetes(), namespace.name(), cluster, watcher, WatchStart.LIMIT));
    }

    @Override
    public List<ClusterEntry> list() {
        return search.list(place.description());
    }

    @Override
    public List<String> quotas() {
        return search.quotas();
    }

    @Override
    public void writeSize(String cluster, Scaling wanted) {
        size.write(cluster, wanted);
    }

    @Override
    public void watchSize(Consumer<Scaling> reader) {
        SchedulerObject there = scheduler;
        if (there != null) {
            size.watch(there, reader);
        }
    }

    @Override
    public void create(Pod worker) {
        SchedulerObject owner = scheduler;
        if (owner == null) {
            throw new IllegalStateException("This cluster has not been launched.");
        }
        launch.worker(worker, owner);
    }

    @Override
    public void delete(String pod) {
        KubernetesRemains.deletePod(namespace, pod);
    }

    @Override
    public List<String> log(String pod, LogQuery query) {
        return logs.read(pod, query);
    }

    @Override
    public LogFollower follow(String pod, LogQuery query, Consumer<String> line) {
        return logs.follow(pod, query, line);
    }

    @Override
    public List<ClusterEvent> events() {
        PodWatch pods = watch;
        return pods == null ? List.of() : pods.events().list();
    }

    @Override
    public void dismantle(Duration limit, Consumer<String> narrator) {
        SchedulerObject made = scheduler;
        if (made == null) {
            release();
            return;
        }
        Deletion deletion = new Deletion(Instant.now().plus(limit), narrator);
        KubernetesRemains remains = new KubernetesRemains(namespace, made);
        deletion.attempt(remains::deleteScheduler);
        deletion.attempt(remains::deleteService);
        if (secret) {
            deletion.attempt(remains::deleteSecret);
        }
        PodWatch pods = watch;
        if (pods != null) {
            deletion.attempt(() -> remains.deletePods(pods, deletion.deadline()));
        }
        keys.forget(made.uid());
        release();
        deletion.throwIfFailed();
    }

    @Override
    public void release() {
        for (AutoCloseable open : new AutoCloseable[] {watch, size, namespace.kubernetes()}) {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (Exception e) {
                System.getLogger(KubernetesRuntime.class.getName())
                        .log(System.Logger.Level.WARNING, "A connection to Kubernetes did not close cleanly", e);
            }
        }
    }

    private List<Pod> pods() {
        PodWatch pods = watch;
        return pods == null ? List.of() : pods.pods();
    }
}
