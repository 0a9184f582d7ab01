package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.kubecluster.dask.ServiceThreads;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks Kubernetes, before anything is created, whether this account may do all that a cluster cannot do without. */
final class RightsCheck {
    private static final List<Right> NEEDED = Stream.of(
                    Right.on("batch", "jobs", "create", "get", "delete"),
                    Right.on("", "services", "create", "get", "delete"),
                    Right.on("", "pods", "create", "get", "list", "watch", "delete"))
            .flatMap(List::stream)
            .toList();

    /** With this one more, Kubernetes is asked to end a Job whose scheduler never comes up. */
    private static final Right TO_LIFT_LIMITS = new Right("batch", "jobs", "patch");

    private RightsCheck() {}

    /**
     * What this account may do beyond what is needed.
     *
     * @param makesJobs without which there are plain pods
     * @param changesJobs known to be allowed: it is not where rights cannot be asked for
     */
    record Granted(boolean makesJobs, boolean changesJobs) {}

    private record Right(String group, String resource, String verb) {
        static List<Right> on(String group, String resource, String... verbs) {
            return Stream.of(verbs)
                    .map(verb -> new Right(group, resource, verb))
                    .toList();
        }

        boolean granted(KubernetesNamespace namespace) {
            return may(namespace, group, resource, verb);
        }
    }

    /** Tells whether this account may do {@code verb} with the resources of a group, in a namespace. */
    static boolean may(KubernetesNamespace namespace, String group, String resource, String verb) {
        return namespace
                .kubernetes()
                .authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(KubernetesObjects.may(verb, group, resource, "", namespace.name()))
                .getStatus()
                .getAllowed();
    }

    /**
     * Asks for all of it.
     *
     * @throws ClusterException if something else is not allowed; names all of it, the account and the role to ask for
     */
    static Granted require(KubernetesNamespace namespace) {
        Map<Right, Boolean> answers = ask(namespace);
        List<Right> missing = NEEDED.stream()
                .filter(right -> !answers.getOrDefault(right, true))
                .toList();
        if (!missing.stream().allMatch(right -> right.resource().equals("jobs"))) {
            String verbs = missing.stream()
                    .map(right -> right.verb() + " " + right.resource())
                    .collect(Collectors.joining(", "));
            throw new ClusterException("Cannot run clusters in namespace \"" + namespace.name() + "\": account \""
                    + account(namespace.kubernetes()) + "\" may not " + verbs
                    + " there. Have the role of src/deploy/rbac.yaml applied (%kubecluster rbac prints it), or choose"
                    + " another namespace.");
        }
        return new Granted(missing.isEmpty(), answers.getOrDefault(TO_LIFT_LIMITS, false));
    }

    /** Returns what is allowed; nothing where rights cannot be asked for. */
    private static Map<Right, Boolean> ask(KubernetesNamespace namespace) {
        ExecutorService threads = Executors.newFixedThreadPool(4, ServiceThreads.factory("rights"));
        try {
            Map<Right, CompletableFuture<Boolean>> asked = new LinkedHashMap<>();
            Stream.concat(NEEDED.stream(), Stream.of(TO_LIFT_LIMITS))
                    .forEach(right ->
                            asked.put(right, CompletableFuture.supplyAsync(() -> right.granted(namespace), threads)));
            Map<Right, Boolean> answers = new HashMap<>();
            asked.forEach((right, answer) -> answers.put(right, ServiceThreads.await("the check of rights", answer)));
            return answers;
        } catch (KubernetesClientException e) {
            System.getLogger(RightsCheck.class.getName())
                    .log(System.Logger.Level.INFO, "Rights cannot be asked for; the first refusal will tell", e);
            return Map.of();
        } finally {
            threads.shutdown();
        }
    }

    private static String account(KubernetesClient kubernetes) {
        try {
            return kubernetes
                    .authentication()
                    .v1()
                    .selfSubjectReviews()
                    .create(new SelfSubjectReview())
                    .getStatus()
                    .getUserInfo()
                    .getUsername();
        } catch (KubernetesClientException e) {
            return "this account";
        }
    }
}
