package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entry point of the images, with installers that only say how they are called. */
class PrepareIT {
    @TempDir
    Path programs;

    @BeforeEach
    void makeInstallers() throws IOException {
        for (String installer : List.of("apt-get", "mamba", "pip")) {
            program(installer, "echo ${0##*/} $*");
        }
        program("id", "echo 0");
    }

    void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Finished prepare(Map<String, String> environment) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", programs.toString());
        return Finished.run(
                all, List.of(Product.ROOT.resolve("src/docker/prepare").toString(), "/bin/echo", "the", "command"));
    }

    @Test
    void with_nothing_to_install_it_becomes_the_command() throws Exception {
        assertThat(prepare(Map.of())).isEqualTo(new Finished(0, "the command\n"));
    }

    @Test
    void packages_of_the_system_come_first_and_those_of_pip_last() throws Exception {
        Map<String, String> variables = Map.of(
                "EXTRA_PIP_PACKAGES", "s3fs>=2026 zarr",
                "EXTRA_CONDA_PACKAGES", "gdal",
                "EXTRA_APT_PACKAGES", "git curl");

        assertThat(prepare(variables)).isEqualTo(new Finished(0, """
                        EXTRA_APT_PACKAGES: installing git curl
                        apt-get update
                        apt-get install -y --no-install-recommends git curl
                        EXTRA_CONDA_PACKAGES: installing gdal
                        mamba install --yes --quiet gdal
                        EXTRA_PIP_PACKAGES: installing s3fs>=2026 zarr
                        pip install --no-cache-dir s3fs>=2026 zarr
                        the command
                        """));
    }

    @ParameterizedTest
    @CsvSource({
        "EXTRA_APT_PACKAGES, apt-get, apt",
        "EXTRA_CONDA_PACKAGES, mamba, mamba install --yes --quiet",
        "EXTRA_PIP_PACKAGES, pip, pip install --no-cache-dir"
    })
    void an_installation_that_fails_ends_it_with_what_to_do(String variable, String installer, String told)
            throws Exception {
        program(installer, "echo not found; exit 3");

        assertThat(prepare(Map.of(variable, "nothing")))
                .isEqualTo(new Finished(
                        1,
                        variable + ": installing nothing\nnot found\n" + variable
                                + " \"nothing\" cannot be installed: " + told
                                + " ended with exit code 3, and its words above say why. Correct the list, or build an"
                                + " image that has these packages.\n"));
    }

    @Test
    void only_root_can_install_packages_of_the_system() throws Exception {
        program("id", "echo 1000");

        assertThat(prepare(Map.of("EXTRA_APT_PACKAGES", "git")))
                .isEqualTo(new Finished(
                        1,
                        "EXTRA_APT_PACKAGES \"git\" needs root, and this is user 1000. Set securityContext.runAsUser to"
                                + " 0, or build an image that has them.\n"));
    }

    @Test
    void an_image_without_conda_says_so() throws Exception {
        Files.delete(programs.resolve("mamba"));

        assertThat(prepare(Map.of("EXTRA_CONDA_PACKAGES", "gdal")))
                .isEqualTo(new Finished(
                        1,
                        "EXTRA_CONDA_PACKAGES \"gdal\" needs conda, and this image has none. Name them in"
                                + " EXTRA_PIP_PACKAGES, or build the image on a BASE that has conda.\n"));
    }
}
