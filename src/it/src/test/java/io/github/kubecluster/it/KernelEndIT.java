package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** However a kernel ends, nothing of its cluster is left: no pod or other object, no process, no port. */
class KernelEndIT {
    static final Pattern NAME = Pattern.compile("cluster: (\\S+)");

    @Nested
    class OnLocalProcesses extends Ends {
        OnLocalProcesses() {
            super(Map.of("KUBECLUSTER_RUNTIME", "local"), new LocalRemains());
        }
    }

    @Nested
    @EnabledIfSystemProperty(
            named = "kubernetes.context",
            matches = ".+",
            disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
    class OnKubernetes extends Ends {
        OnKubernetes() {
            super(
                    Map.of("KUBECLUSTER_KUBERNETES_CONTEXT", System.getProperty("kubernetes.context", "")),
                    new KubernetesRemains());
        }
    }

    abstract static class Ends {
        private final Map<String, String> place;
        private final Remains remains;

        @TempDir
        Path jupyter;

        Ends(Map<String, String> place, Remains remains) {
            this.place = place;
            this.remains = remains;
        }

        @Test
        void a_kernel_that_is_shut_down_leaves_nothing() throws Exception {
            assertNothingRemainsAfter("shutdown");
        }

        @Test
        void a_kernel_that_is_restarted_leaves_nothing_and_begins_anew() throws Exception {
            assertThat(assertNothingRemainsAfter("restart")).contains("open after restart: 0");
        }

        @Test
        void a_kernel_that_is_killed_leaves_nothing() throws Exception {
            assertNothingRemainsAfter("kill");
        }

        @Test
        void a_kernel_whose_jupyter_has_died_leaves_nothing() throws Exception {
            assertNothingRemainsAfter("leave");
        }

        String assertNothingRemainsAfter(String end) throws Exception {
            Map<String, String> environment = new HashMap<>(Product.install(jupyter));
            environment.putAll(place);
            String template = Product.NOTEBOOKS.resolve("worker-spec.yml").toString();
            Finished driven = Finished.run(
                    environment,
                    List.of(
                            Product.PYTHON.toString(),
                            Path.of(KernelEndIT.class
                                            .getResource("/drive_kernel.py")
                                            .toURI())
                                    .toString(),
                            end,
                            "%kubecluster start " + template + " --workers 2",
                            "cluster.waitForWorkers(2); System.out.println(\"cluster: \" + cluster.name())",
                            "%%dask\nprint('python:', __import__('os').getpid())"));
            assertThat(driven.exitCode()).as(driven.output()).isZero();
            Matcher name = NAME.matcher(driven.output());
            assertThat(name.find()).as(driven.output()).isTrue();

            await("nothing of " + name.group(1) + " remains")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(remains.of(name.group(1))).isEmpty());
            Matcher python = Pattern.compile("python: (\\d+)").matcher(driven.output());
            assertThat(python.find()).as(driven.output()).isTrue();
            await("the Python of %%dask cells ends")
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            ProcessHandle.of(Long.parseLong(python.group(1))).isEmpty());
            return driven.output();
        }
    }
}
