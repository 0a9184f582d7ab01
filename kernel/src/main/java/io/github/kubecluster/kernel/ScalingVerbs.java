package io.github.kubecluster.kernel;

import io.github.kubecluster.cluster.AdaptivePace;
import io.github.kubecluster.cluster.KubeCluster;
import io.github.kubecluster.cluster.ScaleRequest;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.ScalingDecision;
import io.github.kubecluster.cluster.WorkerSize;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that size a cluster. */
final class ScalingVerbs {
    private ScalingVerbs() {}

    @Command(
            name = "scale",
            description = "Scales to a number of workers, cores or bytes of memory, and waits until they are ready.",
            mixinStandardHelpOptions = true)
    static final class Scale extends Verbs.Verb {
        @ArgGroup(multiplicity = "1")
        private Size size = new Size();

        @Option(names = "--plan", description = "Only show which workers would go.")
        private boolean plan;

        private static final class Size {
            @Parameters(paramLabel = "N", description = "How many workers.")
            private @Nullable Integer workers;

            @Option(names = "--cores", paramLabel = "N", description = "How many threads all workers have together.")
            private @Nullable Integer cores;

            @Option(
                    names = "--memory",
                    paramLabel = "SIZE",
                    description = "How much memory all workers have together, such as 64GB or 64Gi.")
            private @Nullable String memory;

            int workers(WorkerSize each) {
                return cores != null
                        ? each.workersForCores(cores)
                        : memory != null ? each.workersForMemory(memory) : workers == null ? 0 : workers;
            }
        }

        @Option(
                names = "--cluster",
                paramLabel = "NAME",
                completionCandidates = ClusterNames.class,
                description = "Ask whoever keeps the workers of this cluster, and do not wait.")
        private @Nullable String named;

        @Option(
                names = "--drain",
                paramLabel = "S",
                description =
                        "For how many seconds a worker that is to go, now or later, may run its tasks to their end.")
        private @Nullable Long drainSeconds;

        @Mixin
        private Where where = new Where();

        Scale(Front front) {
            super(front);
        }

        @Override
        public void run() {
            if (named != null) {
                ask(named);
                return;
            }
            KubeCluster cluster = current();
            int workers = size.workers(cluster.workerSize());
            if (plan) {
                String going = cluster.scaleDownPlan(workers).stream()
                        .map(departure -> departure.worker() + " goes: " + departure.reason())
                        .collect(Collectors.joining("\n"));
                front().say(going.isEmpty() ? "No worker would go." : going);
                return;
            }
            if (drainSeconds != null) {
                cluster.drainLimit(Duration.ofSeconds(drainSeconds));
            }
            ScaleRequest request = cluster.scale(workers);
            request.await();
            front().say("Cluster \"" + cluster.name() + "\" has " + request.ready() + " workers ready.");
        }

        private void ask(String cluster) {
            if (drainSeconds != null) {
                throw new IllegalArgumentException(
                        "Whoever keeps the workers says how long they may run their last tasks. Leave out --drain.");
            }
            int workers = size.workers(new WorkerSize(0, 0));
            where.apply(KubeCluster.builder()).name(cluster).requestSize(new Scaling.Fixed(workers));
            front().say("Cluster \"" + cluster + "\" is asked for " + workers + " workers.");
        }
    }

    @Command(
            name = "adapt",
            description = "Lets the load decide how many workers there are, within bounds.",
            mixinStandardHelpOptions = true)
    static final class Adapt extends Verbs.Verb {
        @Parameters(index = "0", arity = "0..1", paramLabel = "MIN", description = "The fewest workers (default: 0).")
        private String minimum = "0";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "MAX",
                description = "The most workers (default: as many as the cluster may have, or 10).")
        private @Nullable String maximum;

        @ArgGroup
        private @Nullable Unit unit;

        private static final class Unit {
            @Option(names = "--cores", description = "The bounds are threads of all workers together.")
            private boolean cores;

            @Option(names = "--memory", description = "The bounds are memory of all workers together.")
            private boolean memory;
        }

        @Option(names = "--interval", paramLabel = "S", description = "Seconds between two decisions (default: 1).")
        private @Nullable Double interval;

        @Option(
                names = "--target-duration",
                paramLabel = "S",
                description = "In how many seconds the present work should be done (default: 5).")
        private @Nullable Double target;

        @Option(
                names = "--wait-count",
                paramLabel = "N",
                description = "How many decisions in a row must name a worker before it goes (default: 3).")
        private @Nullable Integer waitCount;

        @Option(
                names = "--cool-down",
                paramLabel = "S",
                description = "For how many seconds no worker goes after growth (default: 15).")
        private @Nullable Double coolDown;

        @Option(
                names = "--step",
                paramLabel = "N",
                description = "The most workers that one decision adds or removes (default: 20).")
        private @Nullable Integer step;

        @Option(names = "--why", description = "Only show the decisions so far, with their reasons.")
        private boolean why;

        Adapt(Front front) {
            super(front);
        }

        @Override
        public void run() {
            KubeCluster cluster = current();
            if (why) {
                front().say(cluster.decisions().stream()
                        .map(ScalingDecision::toString)
                        .collect(Collectors.joining("\n")));
                return;
            }
            WorkerSize each = cluster.workerSize();
            Scaling.Adaptive bounds = maximum == null
                    ? cluster.standardBounds().atLeast(workers(minimum, each))
                    : new Scaling.Adaptive(workers(minimum, each), workers(maximum, each));
            cluster.adapt(bounds.at(pace()));
            front().say("Cluster \"" + cluster.name() + "\" adapts "
                    + cluster.status().scaling() + ".");
        }

        private int workers(String bound, WorkerSize each) {
            if (unit != null && unit.memory) {
                return each.workersForMemory(bound);
            }
            try {
                int number = Integer.parseInt(bound);
                return unit != null && unit.cores ? each.workersForCores(number) : number;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "\"" + bound + "\" is no number. Give the bounds as whole numbers, or add --memory.", e);
            }
        }

        private AdaptivePace pace() {
            AdaptivePace pace = AdaptivePace.standard();
            pace = interval == null ? pace : pace.withInterval(seconds(interval));
            pace = target == null ? pace : pace.withTargetDuration(seconds(target));
            pace = waitCount == null ? pace : pace.withWaitCount(waitCount);
            pace = coolDown == null ? pace : pace.withCoolDown(seconds(coolDown));
            return step == null ? pace : pace.withStep(step);
        }

        private static Duration seconds(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1_000));
        }
    }
}
