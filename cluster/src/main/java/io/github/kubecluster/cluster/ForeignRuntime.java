package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.kubecluster.dask.SchedulerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A scheduler at an address that somebody else has deployed: there to compute on and to look at. */
final class ForeignRuntime implements PodRuntime {
    private final SchedulerAddress address;

    ForeignRuntime(SchedulerAddress address) {
        this.address = address;
    }

    /** Tells whether {@code name} is the address of a scheduler instead of the name of a cluster. */
    static boolean isAddress(String name) {
        return name.contains("://");
    }

    @Override
    public Place place() {
        return new Place(Place.Kind.KUBERNETES, "deployed by somebody else", "its address was given");
    }

    @Override
    public Found attach(String cluster, Consumer<List<Pod>> watcher) {
        return new Found(address, null, null, new Scaling.Fixed(0));
    }

    @Override
    public Map<String, String> schedulerOptions() {
        return Map.of();
    }

    @Override
    public Map<String, String> workerOptions() {
        return Map.of();
    }

    @Override
    public List<String> notHonoured(Pod pod) {
        return List.of();
    }

    @Override
    public SchedulerAddress launch(Plan plan, Consumer<List<Pod>> watcher, Duration limit) {
        throw notOurs();
    }

    @Override
    public Optional<String> schedulerRefused() {
        return Optional.empty();
    }

    @Override
    public List<ClusterEntry> list() {
        return List.of();
    }

    @Override
    public void writeSize(String cluster, Scaling size) {
        throw notOurs();
    }

    @Override
    public void watchSize(Consumer<Scaling> reader) {}

    @Override
    public void create(Pod worker) {
        throw notOurs();
    }

    @Override
    public void delete(String pod) {
        throw notOurs();
    }

    @Override
    public List<String> log(String pod, LogQuery query) {
        throw notOurs();
    }

    @Override
    public LogFollower follow(String pod, LogQuery query, Consumer<String> line) {
        throw notOurs();
    }

    @Override
    public List<ClusterEvent> events() {
        return List.of();
    }

    @Override
    public void dismantle(Duration limit, Consumer<String> narrator) {
        throw notOurs();
    }

    @Override
    public void release() {}

    private ClusterException notOurs() {
        return new ClusterException("The scheduler at \"" + address
                + "\" was deployed by somebody else; it is neither scaled nor deleted from here. Ask who deployed it.");
    }
}
