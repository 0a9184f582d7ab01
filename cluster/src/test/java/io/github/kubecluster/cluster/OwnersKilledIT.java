package io.github.kubecluster.cluster;

import static io.github.kubecluster.cluster.ClusterContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ApiServerProxy.Answer;
import io.github.kubecluster.cluster.ApiServerProxy.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Owners that are killed between two of their calls of Kubernetes, at random moments from the first create to the last
 * delete: {@code -Dkilled.seed=N} repeats those of an earlier run.
 */
@OnKubernetes
class OwnersKilledIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace("kubecluster-killed", Map.of());

    static final int OWNERS = 20;
    static final int AT_A_TIME = 5;
    /** How many calls an owner makes from its first create to the end of its close, about. */
    static final int CALLS = 17;

    static final long SEED = Long.getLong("killed.seed", System.nanoTime());
    static final Answer LOST = Answer.refusal(503, "ServiceUnavailable", "the owner is dead", Map.of());

    @Test
    void nothing_remains_of_owners_that_are_killed_at_any_moment() throws Exception {
        List<Callable<String>> lives = new Random(SEED)
                .ints(OWNERS, 1, CALLS + 1)
                .<Callable<String>>mapToObj(moment -> () -> live(moment))
                .toList();
        List<String> ends = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            for (Future<String> life : threads.invokeAll(lives)) {
                ends.add(life.get());
            }
        } finally {
            threads.shutdown();
        }

        await("nothing remains of " + OWNERS + " owners, seed " + SEED + ": " + ends)
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(NAMESPACE.remains(Map.of())).isEmpty());
        assertThat(ends).anyMatch(end -> end.contains("killed"));
    }

    /** Runs an owner that is killed in the place of its call number {@code moment}, its first create being number 0. */
    static String live(int moment) throws Exception {
        try (ApiServerProxy proxy = new ApiServerProxy()) {
            Killer killer = new Killer(moment);
            proxy.fail(killer);
            Process owner = owner(proxy);
            killer.owner = owner;
            owner.getOutputStream().close();
            assertThat(owner.waitFor(2, TimeUnit.MINUTES))
                    .as("an owner has ended")
                    .isTrue();
            return killer.end;
        }
    }

    static Process owner(ApiServerProxy proxy) throws IOException {
        ProcessBuilder command = ClusterOwner.command(1);
        command.environment().put("KUBECONFIG", proxy.kubeconfig().toString());
        command.environment().put("CONTEXT", ApiServerProxy.CONTEXT);
        command.environment().put("NAMESPACE", NAMESPACE.name());
        command.environment().put("LIMIT_SECONDS", "45");
        command.environment().put("TEMPLATE", TestPods.WORKER);
        return command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kills the owner when it makes a certain call, which then never reaches Kubernetes. */
    static final class Killer implements Function<Call, Optional<Answer>> {
        private final int moment;
        private final AtomicInteger made = new AtomicInteger(-1);
        volatile Process owner;
        volatile String end = "lived to its end";

        Killer(int moment) {
            this.moment = moment;
        }

        @Override
        public Optional<Answer> apply(Call call) {
            if (made.get() < 0 && !call.creates("jobs")) {
                return Optional.empty();
            }
            int number = made.incrementAndGet();
            if (number == moment) {
                end = "killed instead of call " + number + ", " + call.method() + " "
                        + call.path().replaceFirst(".*/namespaces/[^/]*/", "");
                owner.destroyForcibly();
            }
            return number < moment ? Optional.empty() : Optional.of(LOST);
        }
    }
}
