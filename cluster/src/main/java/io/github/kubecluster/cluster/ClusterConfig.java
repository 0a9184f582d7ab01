package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.DaskConfig;
import io.github.kubecluster.dask.DaskConfig.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Dask's configuration says about clusters: the keys of dask-kubernetes below {@code kubernetes}, so that a site's
 * {@code kubernetes.yaml} works unchanged.
 */
final class ClusterConfig {
    static final String ROOT = "kubernetes";

    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z_]\\w*)}");

    private final DaskConfig dask;
    private final Map<String, String> environment;

    ClusterConfig(DaskConfig dask, Map<String, String> environment) {
        this.dask = dask;
        this.environment = environment;
    }

    static ClusterConfig load(Map<String, String> environment) {
        return new ClusterConfig(DaskConfig.load(environment), environment);
    }

    /** Sets on {@code builder} all but the templates, which are read when the user has given none. */
    void apply(KubeClusterBuilder builder) {
        text("name").or(() -> text("worker-name")).ifPresent(builder::name);
        text("namespace").ifPresent(builder::namespace);
        text("api-server.url").map(this::server).ifPresent(builder::kubernetesUnlessChosen);
        number("count.start").ifPresent(builder::workers);
        number("count.max").ifPresent(builder::workerLimit);
        number("count.user-max").ifPresent(builder::userLimit);
        time("idle-timeout").ifPresent(builder::idleTimeout);
        time("life-limit").ifPresent(builder::lifeLimit);
        time("drain-limit").ifPresent(builder::drainLimit);
        text("image").ifPresent(builder::image);
        environment(get("env").orElse(Map.of()), builder);
    }

    /** The Kubernetes that is given by its address; what to show there is named as in a kubeconfig. */
    private KubernetesServer server(String url) {
        return new KubernetesServer(
                url,
                text("api-server.token").orElse(null),
                path("api-server.token-file").orElse(null),
                path("api-server.certificate-authority").orElse(null),
                path("api-server.client-certificate").orElse(null),
                path("api-server.client-key").orElse(null));
    }

    /** Returns the templates that the configuration gives, inline or by path; {@code standard} where it gives none. */
    PodTemplates templates(PodTemplates standard) {
        PodTemplates templates = inline("worker-template")
                .map(PodTemplates::of)
                .or(() -> path("worker-template-path").map(file -> PodTemplates.load(file, environment)))
                .orElse(standard);
        return inline("scheduler-template")
                .or(() -> path("scheduler-template-path").map(file -> PodTemplates.single(file, environment)))
                .map(templates::withScheduler)
                .orElse(templates);
    }

    /** Returns a sentence for each key below {@code kubernetes} that dask-kubernetes does not have. */
    List<String> notices() {
        return dask.settings(ROOT).stream()
                .filter(setting -> ConfigKey.of(setting.key()).isEmpty())
                .map(setting ->
                        "Dask's configuration has the unknown key \"" + setting.key() + "\" (" + setting.origin()
                                + ")."
                                + Spelling.nearest(setting.key(), ConfigKey.names())
                                        .map(nearest -> " Did you mean \"" + nearest + "\"?")
                                        .orElse(" Take it out."))
                .toList();
    }

    /** Returns all values that matter to clusters, with where each comes from. */
    List<ConfigValue> values() {
        List<ConfigValue> values = new ArrayList<>();
        for (ConfigKey key : ConfigKey.ALL) {
            List<Setting> settings = dask.settings(key.name());
            settings.forEach(setting -> values.add(key.given(setting)));
            if (settings.isEmpty()
                    && key.isUsed()
                    && dask.settings(key.instead()).isEmpty()) {
                values.add(key.standard(environment));
            }
        }
        dask.settings(ROOT).stream()
                .filter(setting -> ConfigKey.of(setting.key()).isEmpty())
                .forEach(setting -> values.add(
                        new ConfigValue(setting.key(), Concealed.text(setting), setting.origin(), "unknown key")));
        return values;
    }

    List<String> places() {
        return dask.places();
    }

    private Optional<Object> get(String key) {
        return dask.get(ROOT + "." + key);
    }

    private Optional<String> text(String key) {
        return get(key).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private Optional<Integer> number(String key) {
        return get(key).map(value -> {
            if (value instanceof Number number && number.doubleValue() == number.intValue()) {
                return number.intValue();
            }
            throw wrong(key, value, "Give a whole number.");
        });
    }

    private Optional<Duration> time(String key) {
        return text(key)
                .map(text -> DaskDuration.parse(text)
                        .orElseThrow(() -> wrong(key, text, "Give seconds, or a time such as \"10 minutes\".")));
    }

    private Optional<PodTemplate> inline(String key) {
        return get(key).filter(value -> !(value instanceof Map<?, ?> map && map.isEmpty()))
                .map(value -> PodTemplate.of(ROOT + "." + key, value, new Variables(environment)));
    }

    /** A path may hold {@code {VARIABLE}}, as dask-kubernetes' own formatting has it, and {@code $VARIABLE}. */
    private Optional<Path> path(String key) {
        return text(key).map(text -> {
            String filled = FIELD.matcher(text).replaceAll(field -> {
                String value = environment.get(field.group(1));
                if (value == null) {
                    throw wrong(
                            key,
                            text,
                            "The environment variable " + field.group(1) + " is not set. Set it, or correct the path.");
                }
                return Matcher.quoteReplacement(value);
            });
            String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
            return Path.of(
                    new Variables(environment).expand(filled).replaceFirst("^~(?=/)", Matcher.quoteReplacement(home)));
        });
    }

    private void environment(Object variables, KubeClusterBuilder builder) {
        if (variables instanceof Map<?, ?> map) {
            map.forEach((name, value) -> builder.env(String.valueOf(name), value == null ? "" : String.valueOf(value)));
        } else if (variables instanceof List<?> list) {
            builder.env(PodTemplate.variables(ROOT + ".env", list));
        } else {
            throw wrong("env", variables, "Write names and values, or a list as a container's env has it.");
        }
    }

    private IllegalArgumentException wrong(String key, Object value, String advice) {
        String origin = dask.settings(ROOT + "." + key).stream()
                .findFirst()
                .map(Setting::origin)
                .orElse("");
        return new IllegalArgumentException(
                "Dask's configuration has " + ROOT + "." + key + " \"" + value + "\" (" + origin + "). " + advice);
    }
}
