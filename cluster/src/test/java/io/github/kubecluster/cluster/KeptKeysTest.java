package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.dask.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptKeysTest {
    static final Credentials CLIENT = ClusterKeys.generate("dask-alice").client();

    @TempDir
    Path state;

    KeptKeys keys;

    @BeforeEach
    void ofOneNamespace() {
        keys = KeptKeys.of("https://10.0.0.1", "analytics", Map.of("XDG_STATE_HOME", state.toString()));
    }

    @Test
    void what_is_kept_is_found_by_another_process_until_it_is_forgotten() {
        keys.keep("uid", CLIENT);
        KeptKeys elsewhere = KeptKeys.of("https://10.0.0.1", "analytics", Map.of("XDG_STATE_HOME", state.toString()));

        assertThat(elsewhere.find("uid")).contains(CLIENT);
        assertThat(elsewhere.find("another")).isEmpty();

        elsewhere.forget("uid");
        assertThat(keys.find("uid")).isEmpty();
    }

    @Test
    void nobody_else_can_read_it() throws IOException {
        Files.createDirectories(keys.directory());
        keys.keep("uid", CLIENT);

        assertThat(permissions(keys.directory())).isEqualTo("rwx------");
        assertThat(permissions(keys.directory().resolve("uid.pem"))).isEqualTo("rw-------");
        assertThat(keys.directory()).isDirectoryContaining("glob:**.pem").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void files_of_clusters_that_are_no_more_are_removed() throws IOException {
        for (String cluster : List.of("living", "gone", "just-made")) {
            keys.keep(cluster, CLIENT);
        }
        for (String old : List.of("living", "gone")) {
            Files.setLastModifiedTime(
                    keys.directory().resolve(old + ".pem"),
                    FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        }

        keys.sweep(List.of("living"));

        assertThat(keys.find("living")).isPresent();
        assertThat(keys.find("gone")).isEmpty();
        assertThat(keys.find("just-made")).isPresent();
    }

    @Test
    void each_namespace_has_its_own() {
        assertThat(KeptKeys.of("https://10.0.0.1", "other", Map.of("XDG_STATE_HOME", state.toString()))
                        .directory())
                .isNotEqualTo(keys.directory());
    }

    static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
