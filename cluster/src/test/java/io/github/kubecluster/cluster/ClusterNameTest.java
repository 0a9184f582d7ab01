package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ClusterNameTest {
    static String name(String template, Map<String, String> environment) {
        return new ClusterName(template, environment, () -> "0123456789").next();
    }

    /**
     * Recorded with {@code safe_slug} of kubespawner 7.1.0 ({@code kubespawner/slugs.py}): the raw name in JSON's quotes, its
     * slug of at most 48 characters, its slug as the value of a label.
     */
    @ParameterizedTest
    @CsvFileSource(resources = "kubespawner-7.1.0-slugs.tsv", delimiter = '\t', quoteCharacter = '\0', emptyValue = "")
    void slugs_are_those_that_kubespawner_makes(String raw, String slug, String labelValue) {
        String name = raw.substring(1, raw.length() - 1).translateEscapes();

        assertThat(Slug.of(name, 48)).isEqualTo(slug);
        assertThat(Slug.labelValue(name)).isEqualTo(labelValue == null ? "" : labelValue);
    }

    @Test
    void a_long_text_keeps_its_beginning_and_the_hash_of_the_whole() {
        assertThat(Slug.of("x".repeat(60), 48)).isEqualTo("x".repeat(37) + "---42f2d973");
    }

    @Test
    void on_a_hub_the_name_holds_the_hubs_user() {
        Map<String, String> hub = Map.of("JUPYTERHUB_USER", "Alice");

        assertThat(name(ClusterName.standardTemplate(hub), hub)).isEqualTo("dask-alice---3bc51062-0123456789");
    }

    @Test
    void elsewhere_it_holds_the_login_name() {
        assertThat(ClusterName.standardTemplate(Map.of())).isEqualTo("dask-{user}-{uuid}");
        assertThat(name("dask-{user}-{uuid}", Map.of()))
                .isEqualTo("dask-" + System.getProperty("user.name") + "-0123456789");
    }

    @Test
    void the_uuid_is_whole_behind_a_long_user() {
        assertThat(name("dask-{JUPYTERHUB_USER}-{uuid}", Map.of("JUPYTERHUB_USER", "u".repeat(200))))
                .endsWith("-0123456789")
                .hasSizeLessThanOrEqualTo(ClusterName.LIMIT);
    }

    @Test
    void an_unknown_field_is_refused_with_the_nearest_known_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> name("dask-{usr}-{uuid}", Map.of()))
                .withMessage("Cluster name \"dask-{usr}-{uuid}\" holds the unknown field {usr}. Did you mean {user}?");
    }

    @Test
    void a_fixed_part_that_leaves_no_room_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> name("a".repeat(40) + "-{user}", Map.of()))
                .withMessageContaining("is too long: 47 characters are there for it");
    }

    @Test
    void a_fixed_name_that_is_no_label_is_made_one() {
        assertThat(name("My Cluster", Map.of())).matches("my-cluster---[0-9a-f]{8}");
    }

    @Test
    void two_hundred_raw_users_get_two_hundred_valid_names() {
        Random random = new Random(42);
        Set<String> raw = new HashSet<>();
        while (raw.size() < 200) {
            raw.add(random.ints(random.nextInt(70), 0x20, 0x17f)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        Set<String> names = new HashSet<>();
        for (String user : raw) {
            String name = name("dask-{JUPYTERHUB_USER}-{uuid}", Map.of("JUPYTERHUB_USER", user));
            assertThat(name + "-worker-12345678")
                    .matches("[a-z]([-a-z0-9]*[a-z0-9])?")
                    .hasSizeLessThanOrEqualTo(63);
            names.add(name);
        }
        assertThat(names).hasSize(200);
    }
}
