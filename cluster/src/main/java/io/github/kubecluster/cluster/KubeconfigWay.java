package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way that a context of the kubeconfig describes, exec plug-ins included.
 *
 * @param context null for the current one
 */
record KubeconfigWay(@Nullable String context, Map<String, String> environment) implements KubernetesWay {
    /** Returns the kubeconfig that is there or named; of several in KUBECONFIG the first. */
    static @Nullable Path file(Map<String, String> environment) {
        String named = environment.get("KUBECONFIG");
        if (named != null && !named.isBlank()) {
            return Path.of(named.split(File.pathSeparator, 2)[0]);
        }
        Path standard = Path.of(System.getProperty("user.home"), ".kube", "config");
        return Files.exists(standard) ? standard : null;
    }

    /** Returns the names of the kubeconfig's contexts; none if it cannot be read. */
    static List<String> contexts(Map<String, String> environment) {
        Path file = file(environment);
        return file == null || !Files.isReadable(file) ? List.of() : names(Config.fromKubeconfig(file.toFile()));
    }

    @Override
    public String name() {
        return context == null ? "of the kubeconfig's current context" : "context \"" + context + "\"";
    }

    @Override
    public Config config() {
        Path file = file(environment);
        if (file == null) {
            throw new NoWayException("KUBECONFIG is not set and there is no ~/.kube/config; set KUBECONFIG");
        }
        if (!Files.isReadable(file)) {
            throw new NoWayException("the file \"" + file + "\" cannot be read; set KUBECONFIG to one that is there");
        }
        Config config = isList() ? Config.autoConfigure(context) : Config.fromKubeconfig(context, file.toFile());
        NamedContext chosen = config.getCurrentContext();
        if (chosen == null || (context != null && !context.equals(chosen.getName()))) {
            throw new NoWayException("the file \"" + file + "\" has no "
                    + (context == null ? "current context" : "context \"" + context + "\"") + "; choose one of: "
                    + String.join(", ", names(config)));
        }
        requirePluginAnswered(file, chosen, config);
        return config;
    }

    /** Several files are merged as kubectl does. */
    private boolean isList() {
        return environment.getOrDefault("KUBECONFIG", "").contains(File.pathSeparator);
    }

    private static List<String> names(Config config) {
        return config.getContexts().stream().map(NamedContext::getName).toList();
    }

    /** What an exec plug-in has printed instead of a credential is lost; its command is told, to be run by hand. */
    private void requirePluginAnswered(Path file, NamedContext chosen, Config config) {
        if (isList() || config.getAutoOAuthToken() != null || config.getClientCertData() != null) {
            return;
        }
        user(file, chosen.getContext().getUser()).map(AuthInfo::getExec).ifPresent(plugin -> {
            String command = plugin.getCommand()
                    + Optional.ofNullable(plugin.getArgs()).orElse(List.of()).stream()
                            .map(" "::concat)
                            .collect(Collectors.joining());
            throw new NoWayException("the exec plug-in \"" + command + "\" of user \""
                    + chosen.getContext().getUser() + "\" gave no credential; run it by hand to see why");
        });
    }

    private static Optional<AuthInfo> user(Path file, String name) {
        try {
            return new KubernetesSerialization()
                    .unmarshal(Files.readString(file), io.fabric8.kubernetes.api.model.Config.class).getUsers().stream()
                            .filter(user -> Objects.equals(user.getName(), name))
                            .map(NamedAuthInfo::getUser)
                            .findFirst();
        } catch (IOException e) {
            throw new NoWayException("the file \"" + file + "\" cannot be read: " + e.getMessage(), e);
        }
    }
}
