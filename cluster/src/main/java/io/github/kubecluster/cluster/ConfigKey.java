package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskConfig.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key of Dask's configuration that dask-kubernetes has, and what it means here.
 *
 * @param name the full key
 * @param standard what holds where nobody sets it, in words
 * @param unused why it has no meaning here; empty where it has
 */
record ConfigKey(String name, String standard, String unused) {
    private static final String SERVICE = "not used: the scheduler's service is this library's own";
    private static final String POD = "not used: the scheduler listens in a pod of its own, on fixed ports";
    private static final String OPERATOR = "not used: a setting of the Dask operator, which is not needed here";

    static final List<ConfigKey> ALL = List.of(
            used("kubernetes.name", ""),
            used("kubernetes.worker-name", "(kubernetes.name)"),
            used("kubernetes.namespace", "(the service account's, else the context's)"),
            used("kubernetes.api-server.url", "(the pod's, else the kubeconfig's)"),
            used("kubernetes.api-server.token", "(none)"),
            used("kubernetes.api-server.token-file", "(none)"),
            used("kubernetes.api-server.certificate-authority", "(none)"),
            used("kubernetes.api-server.client-certificate", "(none)"),
            used("kubernetes.api-server.client-key", "(none)"),
            used("kubernetes.count.start", "0"),
            used("kubernetes.count.max", "(no limit)"),
            used(UserLimit.KEY, "(no limit)"),
            used("kubernetes.image", "(the template's)"),
            used("kubernetes.env", "(none)"),
            used("kubernetes.worker-template", "(none)"),
            used("kubernetes.worker-template-path", "(none: the standard template)"),
            used("kubernetes.scheduler-template", "(none)"),
            used("kubernetes.scheduler-template-path", "(none: like the workers')"),
            used("kubernetes.idle-timeout", "(an hour on a hub, else none)"),
            used("kubernetes.life-limit", "(none)"),
            used("kubernetes.drain-limit", "(none: running tasks are begun again elsewhere)"),
            used("distributed.dashboard.link", "(through this kernel's proxy)"),
            unused("kubernetes.host", POD),
            unused("kubernetes.port", POD),
            unused("kubernetes.interface", POD),
            unused("kubernetes.dashboard-address", POD),
            unused("kubernetes.deploy-mode", POD),
            unused("kubernetes.protocol", "not used: encrypted where this account may create Secrets"),
            unused("kubernetes.scheduler-service-type", SERVICE),
            unused("kubernetes.scheduler-service-template", SERVICE),
            unused("kubernetes.scheduler-service-wait-timeout", SERVICE),
            unused("kubernetes.scheduler-service-name-resolution-retries", SERVICE),
            unused("kubernetes.scheduler-pdb-template", "not used: no disruption budget is made"),
            unused("kubernetes.resources", OPERATOR),
            unused("kubernetes.worker-command", OPERATOR),
            unused("kubernetes.port-forward-cluster-ip", OPERATOR),
            unused("kubernetes.scheduler-forward-port", OPERATOR),
            unused("kubernetes.scheduler-jupyter", OPERATOR),
            unused("kubernetes.create-mode", OPERATOR),
            unused("kubernetes.shutdown-on-close", OPERATOR),
            unused("kubernetes.resource-timeout", OPERATOR),
            unused("kubernetes.custom-cluster-spec", OPERATOR),
            unused("kubernetes.controller", OPERATOR));

    private static ConfigKey used(String name, String standard) {
        return new ConfigKey(name, standard, "");
    }

    private static ConfigKey unused(String name, String reason) {
        return new ConfigKey(name, "", reason);
    }

    /** Returns the key that {@code setting} is, or stands below; hyphen and underscore are the same. */
    static Optional<ConfigKey> of(String setting) {
        String spelled = setting.replace('_', '-');
        return ALL.stream()
                .filter(key -> spelled.equals(key.name) || spelled.startsWith(key.name + "."))
                .findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(ConfigKey::name).toList();
    }

    /** Returns the key that says the same in another way, so that no default of this one is to be shown; mostly none. */
    String instead() {
        return switch (name) {
            case "kubernetes.name" -> "kubernetes.worker-name";
            case "kubernetes.worker-template" -> "kubernetes.worker-template-path";
            case "kubernetes.scheduler-template" -> "kubernetes.scheduler-template-path";
            case "kubernetes.worker-template-path" -> "kubernetes.worker-template";
            case "kubernetes.scheduler-template-path" -> "kubernetes.scheduler-template";
            default -> "no.such.key";
        };
    }

    boolean isUsed() {
        return unused.isEmpty();
    }

    ConfigValue given(Setting setting) {
        return new ConfigValue(setting.key(), Concealed.text(setting), setting.origin(), unused);
    }

    ConfigValue standard(Map<String, String> environment) {
        String value = name.equals("kubernetes.name") ? ClusterName.standardTemplate(environment) : standard;
        return new ConfigValue(name, value, "default", "");
    }
}
