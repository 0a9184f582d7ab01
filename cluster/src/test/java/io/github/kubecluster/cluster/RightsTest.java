package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RightsTest {
    @Test
    void the_shipped_role_is_printed_for_a_namespace_and_an_account() throws Exception {
        String printed = Rights.manifests("analytics", "notebook");

        assertThat(printed)
                .contains("kind: \"ServiceAccount\"", "kind: \"Role\"", "kind: \"RoleBinding\"")
                .contains("namespace: \"analytics\"")
                .contains("name: \"notebook\"");
        String shipped = Files.readString(Path.of(System.getProperty("root.directory"), "src/deploy/rbac.yaml"));
        Pattern.compile("resources: \\[(.*)]")
                .matcher(shipped)
                .results()
                .forEach(resource -> assertThat(printed).contains("- \"" + resource.group(1) + "\""));
    }
}
