package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalCommandTest {
    static LocalCommand command(String container, Map<String, String> inherited) {
        Pod pod = new KubernetesSerialization()
                .unmarshal("metadata: {name: demo-worker-1}\nspec: {containers: [" + container + "]}", Pod.class);
        return LocalCommand.of(pod, inherited, "/opt/python3");
    }

    @Test
    void the_images_python_is_the_one_of_this_machine() {
        assertThat(command("{command: [python, -m], args: [x]}", Map.of()).words())
                .containsExactly("/opt/python3", "-m", "x");
    }

    @Test
    void references_of_kubernetes_are_replaced_in_values_and_arguments() {
        LocalCommand command = command(
                "{args: [run, $(GREETING), $(NONE)], env: [{name: A, value: hi}, {name: GREETING, value: $(A) all}]}",
                Map.of());

        assertThat(command.words()).containsExactly("run", "hi all", "$(NONE)");
        assertThat(command.environment()).containsEntry("GREETING", "hi all");
    }

    @Test
    void a_variable_may_be_the_name_of_the_pod() {
        String env = "[{name: SELF, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]";

        assertThat(command("{args: [run], env: " + env + "}", Map.of()).environment())
                .containsEntry("SELF", "demo-worker-1");
    }

    @Test
    void what_a_hub_gives_its_notebook_server_is_not_handed_on() {
        Map<String, String> hub =
                Map.of("JUPYTERHUB_API_TOKEN", "secret", "JPY_API_TOKEN", "secret", "HOME", "/home/jovyan");

        assertThat(command("{args: [run]}", hub).environment())
                .containsEntry("HOME", "/home/jovyan")
                .doesNotContainValue("secret");
    }

    @Test
    void parts_that_a_process_cannot_have_are_named() {
        Pod pod = PodTemplates.parse(
                        "t",
                        "kind: Pod\nspec: {volumes: [{name: v}], containers: [{image: i}, {image: j}], initContainers: [{image: k}]}",
                        Map.of())
                .worker()
                .pod();

        assertThat(LocalLimits.notHonoured(pod))
                .containsExactly(
                        "Local processes leave out these parts of the pod template: initContainers, the containers "
                                + "after the first, volumes.");
    }
}
