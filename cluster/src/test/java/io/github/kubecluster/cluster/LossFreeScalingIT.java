package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.DaskFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Values that one worker alone holds, and that nobody can compute again, while the cluster is scaled to and fro; in the second
 * half of the rounds workers that go are drained first.
 */
class LossFreeScalingIT {
    private static final int ROUNDS = Integer.getInteger("scaling.rounds", 200);
    private static final long SEED = Long.getLong("scaling.seed", 20261124);
    private static final int MOST = 4;

    @Test
    void nothing_that_one_worker_alone_holds_is_lost_by_random_changes_of_size() {
        Random random = new Random(SEED);
        try (KubeCluster cluster = new LocalClusterIT().builder().workers(MOST).start()) {
            cluster.waitForWorkers(MOST);
            DaskClient client = cluster.client();
            Map<DaskFuture, byte[]> kept = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                if (round == ROUNDS / 2) {
                    cluster.drainLimit(Duration.ofSeconds(30));
                }
                if (kept.size() < 3 * MOST) {
                    byte[] value = new byte[1_000 + random.nextInt(20_000)];
                    random.nextBytes(value);
                    kept.put(client.scatter(value), value);
                }
                flip(cluster, random);
                List<DaskFuture> all = new ArrayList<>(kept.keySet());
                DaskFuture one = all.get(random.nextInt(all.size()));
                assertThat(one.result()).as("round %d of seed %d", round, SEED).isEqualTo(kept.get(one));
                if (random.nextInt(8) == 0) {
                    kept.remove(one);
                    one.close();
                }
            }
            kept.forEach((future, value) ->
                    assertThat(future.result()).as("in the end, seed %d", SEED).isEqualTo(value));
        }
    }

    /** Asks for sizes one after another; now and then waits until one is reached, so that new workers get to hold data. */
    private static void flip(KubeCluster cluster, Random random) {
        ScaleRequest request = cluster.scale(1 + random.nextInt(MOST));
        for (int more = random.nextInt(3); more > 0; more--) {
            request = cluster.scale(1 + random.nextInt(MOST));
        }
        if (random.nextInt(10) == 0) {
            request.await(Duration.ofSeconds(60));
        }
    }
}
