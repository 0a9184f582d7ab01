package io.github.kubecluster.cluster;

/** Templates of pods that start quickly and are small. */
final class TestPods {
    static final String IMAGE = System.getProperty("dask.image", "kubecluster/dask:dev");

    static final String WORKER = """
            kind: Pod
            spec:
              containers:
              - name: dask
                image: %s
                imagePullPolicy: IfNotPresent
                args: [dask-worker, --nthreads, '1']
                resources: {requests: {cpu: 20m, memory: 100M}, limits: {memory: 300M}}
            """.formatted(IMAGE);

    /** For templates of workers that no scheduler could be made from. */
    static final String SCHEDULER = """
            kind: Pod
            metadata: {labels: {dask.org/component: scheduler}}
            spec:
              containers:
              - name: dask
                image: %s
                imagePullPolicy: IfNotPresent
                resources: {requests: {cpu: 50m, memory: 100M}, limits: {memory: 1G}}
            """.formatted(IMAGE);

    private TestPods() {}
}
