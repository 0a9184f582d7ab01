var asked = new java.util.concurrent.CopyOnWriteArrayList<String>();
var happened = new java.util.concurrent.CopyOnWriteArrayList<ClusterEvent>();
var hostile = "<img src=x onerror=\"window.attacked=1\"><script>window.attacked=1</script>\"'&\u202e" + "y".repeat(100_000);

WorkerStatus worker(String name, WorkerStatus.Phase phase, String reason, int threads, int tasks, int cpu, long memory) {
    return new WorkerStatus(name, phase, reason, Optional.of("node-1"), threads, tasks, cpu, memory, threads * (2L << 30), Optional.empty(),
            StartTimes.unknown());
}
WorkerStatus ready(String name) {
    return worker(name, WorkerStatus.Phase.READY, "idle", 2, 0, 40, 1L << 30);
}
WorkerStatus pending(String name, String reason) {
    return worker(name, WorkerStatus.Phase.PENDING, reason, 0, 0, 0, 0);
}
WorkerStatus[] several(int number) {
    return IntStream.rangeClosed(1, number).mapToObj(i -> ready("w" + i)).toArray(WorkerStatus[]::new);
}
ClusterStatus scaled(Scaling scaling, int wanted, WorkerStatus... workers) {
    return new ClusterStatus("dask-ann-1f6b2c9d04", new Place(Place.Kind.KUBERNETES, "Kubernetes of this pod, namespace \"analytics\"", "a service account is mounted"),
            ClusterStatus.ClusterPhase.RUNNING, "answers", Optional.of("tls://10.0.0.7:8786"), Optional.of("/user/ann/proxy/8787/status"),
            Optional.of(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.DAYS)), scaling, wanted, List.of(workers),
            List.of(), Optional.empty());
}
ClusterStatus status(int wanted, WorkerStatus... workers) {
    return scaled(new Scaling.Fixed(wanted), wanted, workers);
}
ClusterHistory history = new ClusterHistory() {
    public List<ScalingDecision> decisions() { return List.of(); }
    public List<ClusterEvent> events() { return happened; }
};
ClusterWidget[] shown = new ClusterWidget[1];
ClusterCommands commands = new ClusterCommands() {
    public void scale(int workers) {
        if (workers > 20) throw new IllegalStateException("There is room for 20. Ask for fewer.");
        asked.add("scale " + workers);
        shown[0].update(status(workers, several(workers)));
    }
    public void adapt(int minimum, int maximum) {
        var bounds = new Scaling.Adaptive(minimum, maximum);
        asked.add("adapt " + minimum + " " + maximum);
        shown[0].update(scaled(bounds, 3, several(3)));
    }
    public void retire(String worker) { asked.add("retire " + worker); }
    public List<String> log(String worker) { return List.of("a line of " + worker); }
    public void close() { asked.add("close"); }
};
var widget = new ClusterWidget(commands, history, status(3, several(3)));
shown[0] = widget;

/** Each pod is in trouble in turn, all of them many times a second. */
void flap(int pods, Duration time) throws Exception {
    for (long end = System.nanoTime() + time.toNanos(), i = 0; System.nanoTime() < end; i++) {
        var workers = new ArrayList<WorkerStatus>();
        for (int pod = 0; pod < pods; pod++) {
            workers.add((pod + i) % 3 == 0 ? pending("pod-" + pod, "waits for a node, time " + i) : ready("pod-" + pod));
        }
        widget.update(status(pods, workers.toArray(WorkerStatus[]::new)));
        Thread.sleep(20);
    }
}
/** Heartbeats of idle workers. */
void swing(Duration time) throws Exception {
    for (long end = System.nanoTime() + time.toNanos(), i = 0; System.nanoTime() < end; i++) {
        long memory = (1L << 30) + (i % 2) * (90L << 20);
        int cpu = (int) (38 + i % 9);
        widget.update(status(3, IntStream.rangeClosed(1, 3)
                .mapToObj(n -> worker("w" + n, WorkerStatus.Phase.READY, "idle", 2, 0, cpu, memory))
                .toArray(WorkerStatus[]::new)));
        Thread.sleep(250);
    }
}
/** More workers are there than are wanted, one more each second. */
void grow(int by) {
    new Thread(() -> {
        for (int i = 1; i <= by; i++) {
            widget.update(status(3, several(3 + i)));
            java.util.concurrent.locks.LockSupport.parkNanos(1_100_000_000L);
        }
    }).start();
}
