package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line and environment of a pod's first container, as a process of this machine.
 *
 * <p>What the kubelet does with them is done here too: {@code $(NAME)} in values and arguments stands for a variable that
 * is defined before, and {@code metadata.name} may be the source of a value.
 *
 * @param words the command
 * @param environment all variables that the process sees
 */
record LocalCommand(List<String> words, Map<String, String> environment) {
    private static final Pattern KUBERNETES_REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");
    /** A hub's tokens and settings are for the notebook server alone. */
    private static final List<String> HUB = List.of("JUPYTERHUB_", "JPY_", "JUPYTER_TOKEN");

    /**
     * Returns the command of {@code pod}.
     *
     * @param inherited the environment of this process, from which a hub's secrets are taken out
     * @param python the interpreter that stands in for the image's {@code python}
     */
    static LocalCommand of(Pod pod, Map<String, String> inherited, String python) {
        Container container = pod.getSpec().getContainers().get(0);
        Map<String, String> environment = new TreeMap<>(inherited);
        environment.keySet().removeIf(name -> HUB.stream().anyMatch(name::startsWith));
        environment.put("PYTHONUNBUFFERED", "1");
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValue();
            if (value == null && isPodName(variable)) {
                value = pod.getMetadata().getName();
            }
            environment.put(variable.getName(), expand(value == null ? "" : value, environment));
        }
        List<String> words = new ArrayList<>(container.getCommand());
        words.addAll(container.getArgs());
        words.replaceAll(word -> expand(word, environment));
        if (!words.isEmpty() && words.get(0).equals("python")) {
            words.set(0, python);
        }
        return new LocalCommand(List.copyOf(words), environment);
    }

    static boolean isPodName(EnvVar variable) {
        return variable.getValueFrom() != null
                && variable.getValueFrom().getFieldRef() != null
                && "metadata.name".equals(variable.getValueFrom().getFieldRef().getFieldPath());
    }

    private static String expand(String text, Map<String, String> environment) {
        return KUBERNETES_REFERENCE
                .matcher(text)
                .replaceAll(reference ->
                        Matcher.quoteReplacement(environment.getOrDefault(reference.group(1), reference.group())));
    }
}
