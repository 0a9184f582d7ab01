package io.github.kubecluster.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenLibrariesTest {
    final List<Download> downloads = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    Path repository;
    Path settings;

    @BeforeEach
    void publish() throws IOException {
        repository = directory.resolve("repository");
        publish("tool", "1.0", "");
        publish(
                "app",
                "2.0",
                "<dependency><groupId>org.example</groupId><artifactId>tool</artifactId>"
                        + "<version>1.0</version></dependency>");
        publish("tool", "1.1", "");
        settings = Files.writeString(
                directory.resolve("settings.xml"),
                "<settings><localRepository>" + directory.resolve("local") + "</localRepository><mirrors><mirror>"
                        + "<id>mine</id><mirrorOf>*</mirrorOf><url>" + repository.toUri()
                        + "</url></mirror></mirrors></settings>");
    }

    @Test
    void what_a_library_needs_comes_with_it_through_the_mirror_of_the_settings() {
        List<Library> found = resolve(false, "org.example:app:2.0");

        assertThat(found).extracting(Library::id).containsExactly("org.example:app", "org.example:tool");
        assertThat(found).extracting(Library::version).containsExactly("2.0", "1.0");
        assertThat(found)
                .extracting(Library::file)
                .allSatisfy(file ->
                        assertThat(file).startsWith(directory.resolve("local")).isRegularFile());
        assertThat(downloads).extracting(Download::file).contains("app-2.0.jar", "tool-1.0.jar");
        assertThat(downloads).extracting(Download::repository).containsOnly("mine");
    }

    @Test
    void what_was_asked_for_itself_decides_on_its_version() {
        assertThat(resolve(false, "org.example:app:2.0", "org.example:tool:1.1"))
                .extracting(Library::version)
                .containsExactly("2.0", "1.1");
    }

    @Test
    void offline_has_what_was_downloaded_before_and_no_more() {
        resolve(false, "org.example:tool:1.0");

        assertThat(resolve(true, "org.example:tool:1.0")).hasSize(1);
        assertThatThrownBy(() -> resolve(true, "org.example:app:2.0"))
                .isInstanceOf(MavenException.class)
                .hasMessageContaining("offline");
    }

    @Test
    void what_is_not_there_is_told_with_the_place_that_lacks_it() {
        assertThatThrownBy(() -> resolve(false, "org.example:nothing:1.0"))
                .isInstanceOf(MavenException.class)
                .hasMessage(
                        "Cannot find \"org.example:nothing:1.0\": Could not find artifact org.example:nothing:jar:1.0"
                                + " in mine (" + repository.toUri()
                                + "). Correct the coordinates, or name the repository that"
                                + " has it: %maven --repository URL …");
    }

    @Test
    void words_that_are_no_coordinates_are_refused() {
        assertThatThrownBy(() -> resolve(false, "nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"nonsense\" does not name a library. Write group:artifact:version");
    }

    @Test
    void settings_that_are_not_there_are_refused() {
        Path missing = directory.resolve("none.xml");
        MavenRequest request =
                new MavenRequest(List.of("org.example:tool:1.0"), List.of(), Optional.of(missing), false);
        assertThatThrownBy(() -> MavenLibraries.resolve(request, downloads::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are no settings \"" + missing + "\". Name a file that exists.");
    }

    @Test
    void a_download_is_told_in_megabytes() {
        assertThat(new Download("tool-1.0.jar", "central", 1_520_000, 3_000_000))
                .hasToString("tool-1.0.jar from central, 1.5 of 3.0 MB");
        assertThat(new Download("tool-1.0.jar", "central", 80_000, -1))
                .hasToString("tool-1.0.jar from central, 0.1 MB");
    }

    private List<Library> resolve(boolean offline, String... coordinates) {
        List<URI> none = List.of();
        return MavenLibraries.resolve(
                new MavenRequest(List.of(coordinates), none, Optional.of(settings), offline), downloads::add);
    }

    private void publish(String artifact, String version, String dependencies) throws IOException {
        Path place = Files.createDirectories(
                repository.resolve("org/example").resolve(artifact).resolve(version));
        String name = artifact + "-" + version;
        Files.writeString(
                place.resolve(name + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version><dependencies>" + dependencies
                        + "</dependencies></project>");
        Files.writeString(place.resolve(name + ".jar"), "a jar of " + name);
    }
}
