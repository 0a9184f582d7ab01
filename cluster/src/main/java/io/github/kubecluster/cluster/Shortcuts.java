package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Features that stand for lines of a pod template: what a user says with one word instead of writing the manifest. */
final class Shortcuts {
    private Shortcuts() {}

    static PodFeature image(String image) {
        return container(given -> new ContainerBuilder(given).withImage(image).build());
    }

    static PodFeature label(String name, String value) {
        return pod -> new PodBuilder(pod)
                .editOrNewMetadata()
                .addToLabels(name, value)
                .endMetadata()
                .build();
    }

    static PodFeature annotation(String name, String value) {
        return pod -> new PodBuilder(pod)
                .editOrNewMetadata()
                .addToAnnotations(name, value)
                .endMetadata()
                .build();
    }

    /** Labels a pod with its user, and names the user as they are in an annotation, as kubespawner does. */
    static PodFeature user(String user) {
        return pod -> label(Labels.USER, Slug.labelValue(user))
                .apply(annotation(Labels.USER, user).apply(pod));
    }

    static PodFeature pullSecret(String name) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .addToImagePullSecrets(new LocalObjectReference(name))
                .endSpec()
                .build();
    }

    /** The account's token is still not mounted unless the template asks for it. */
    static PodFeature serviceAccount(String name) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .withServiceAccountName(name)
                .endSpec()
                .build();
    }

    static PodFeature nodeSelector(String label, String value) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .addToNodeSelector(label, value)
                .endSpec()
                .build();
    }

    static PodFeature priorityClass(String name) {
        return pod -> new PodBuilder(pod)
                .editSpec()
                .withPriorityClassName(name)
                .withPriority(null)
                .endSpec()
                .build();
    }

    /** Adds a variable; one of the same name that stands before it is dropped. */
    static PodFeature environment(EnvVar variable) {
        return container(given -> {
            List<EnvVar> variables = new ArrayList<>(given.getEnv());
            variables.removeIf(earlier -> earlier.getName().equals(variable.getName()));
            variables.add(variable);
            return new ContainerBuilder(given).withEnv(variables).build();
        });
    }

    static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    static EnvVar fromSecret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, false)
                .endValueFrom()
                .build();
    }

    /** Reads a quantity of Kubernetes; {@code what} names it in the refusal. */
    static Quantity quantity(String what, String text) {
        try {
            Quantity quantity = new Quantity(text);
            if (quantity.getNumericalAmount().signum() > 0) {
                return quantity;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new IllegalArgumentException(what + " \"" + text
                + "\" is not a Kubernetes quantity above zero. Write one such as \"2\" or \"500m\".");
    }

    /** Sets limit and request of cpu, memory, or a device such as {@code nvidia.com/gpu}. */
    static PodFeature resource(String name, Quantity amount) {
        return container(given -> new ContainerBuilder(given)
                .editOrNewResources()
                .addToLimits(name, amount)
                .addToRequests(name, amount)
                .endResources()
                .build());
    }

    /** Sets a limit; Kubernetes makes it the request too where the template has none. */
    static PodFeature limit(String name, Quantity amount) {
        return container(given -> new ContainerBuilder(given)
                .editOrNewResources()
                .addToLimits(name, amount)
                .endResources()
                .build());
    }

    /** Sets an option of the worker's command, in the place of the template's. */
    static PodFeature option(String option, String value) {
        return PodFeatures.command(
                given -> given.as(Labels.WORKER).without(List.of(option)).with(Map.of(option, value)));
    }

    /** Takes an option out of the worker's command, so that what stands elsewhere in the pod decides. */
    static PodFeature withoutOption(String option) {
        return PodFeatures.command(given -> given.as(Labels.WORKER).without(List.of(option)));
    }

    private static PodFeature container(UnaryOperator<Container> change) {
        return pod -> PodFeatures.editFirst(pod, change);
    }
}
