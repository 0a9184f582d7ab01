package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsTest {
    @Test
    void the_shipped_role_is_printed_for_a_namespace_and_an_account() throws Exception {
        String printed = Rights.manifests("analytics", "notebook");

        String shipped = Files.readString(Path.of(System.getProperty("root.directory"), "src/deploy/rbac.yaml"));
        assertThat(printed)
                .isEqualTo(shipped.replace("\nmetadata:\n", "\nmetadata:\n  namespace: \"analytics\"\n")
                        .replace("ServiceAccount\n  name: kubecluster\n", """
                                ServiceAccount
                                  name: "notebook"
                                  namespace: "analytics"
                                """)
                        .replaceFirst("name: kubecluster\n---", "name: \"notebook\"\n---"));
    }

    @Test
    void a_user_may_do_the_same_in_a_namespace_of_the_users_own() throws Exception {
        assertThat(rules("user-namespaces.yaml", "kind: ClusterRole\nmetadata:\n  name: kubecluster-user\n"))
                .isNotEmpty()
                .isEqualTo(rules("rbac.yaml", "kind: Role\n"));
    }

    /** Returns the rules of the role that begins so, without what is said of them. */
    private static String rules(String file, String begin) throws Exception {
        String text = Files.readString(Path.of(System.getProperty("root.directory"), "src/deploy", file));
        return text.substring(text.indexOf(begin))
                .replaceFirst("(?s).*?\nrules:\n", "")
                .replaceFirst("(?s)\n---.*", "")
                .replaceAll("(?m)^#.*\n", "");
    }
}
