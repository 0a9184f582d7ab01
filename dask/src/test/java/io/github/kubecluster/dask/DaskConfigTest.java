package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kubecluster.dask.DaskConfig.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaskConfigTest {
    @TempDir
    Path root;

    Path write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    DaskConfig load(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("DASK_ROOT_CONFIG", root.resolve("etc").toString());
        environment.put("HOME", root.resolve("home").toString());
        return DaskConfig.load(environment, List.of(root.resolve("prefix")));
    }

    @Test
    void later_places_win_and_each_value_knows_its_own() throws Exception {
        Path site = write("etc/kubernetes.yaml", "kubernetes: {name: site, namespace: site, count: {start: 1}}\n");
        Path prefix = write("prefix/etc/dask/a.yml", "kubernetes: {name: prefix, host: prefix, count: {max: 9}}\n");
        Path user = write("home/.config/dask/k.json", "{\"kubernetes\": {\"host\": \"user\"}}");

        DaskConfig config = load(Map.of("DASK_KUBERNETES__COUNT__START", "4"));

        assertThat(config.settings("kubernetes"))
                .containsExactly(
                        new Setting("kubernetes.count.max", 9, prefix.toString()),
                        new Setting("kubernetes.count.start", 4L, "environment variable DASK_KUBERNETES__COUNT__START"),
                        new Setting("kubernetes.host", "user", user.toString()),
                        new Setting("kubernetes.name", "prefix", prefix.toString()),
                        new Setting("kubernetes.namespace", "site", site.toString()));
    }

    @Test
    void a_file_that_DASK_CONFIG_names_wins_over_all_directories() throws Exception {
        write("home/.config/dask/k.yaml", "kubernetes: {name: user}\n");
        Path own = write("own.conf", "kubernetes: {name: own}\n");

        assertThat(load(Map.of("DASK_CONFIG", own.toString())).get("kubernetes.name"))
                .contains("own");
    }

    @Test
    void in_a_directory_the_last_name_wins_and_other_endings_do_not_count() throws Exception {
        write("etc/a.yaml", "x: a\n");
        write("etc/b.YML", "x: b\n");
        write("etc/c.txt", "x: c\n");

        assertThat(load(Map.of()).get("x")).contains("b");
    }

    @Test
    void hyphen_and_underscore_are_the_same() throws Exception {
        write("etc/k.yaml", "kubernetes: {worker-name: file, idle_timeout: 5}\n");

        DaskConfig config = load(Map.of("DASK_KUBERNETES__WORKER_NAME", "variable"));

        assertThat(config.get("kubernetes.worker-name")).contains("variable");
        assertThat(config.get("kubernetes.idle-timeout")).contains(5);
        assertThat(config.settings("kubernetes")).hasSize(2);
    }

    @Test
    void yaml_is_read_as_python_reads_it() throws Exception {
        write("etc/k.yaml", "a: yes\nb: 010\nc: 1e3\nd: 1:30\ne: 2026-11-24\nf: ~\ng: 1\ng: 2\n");

        DaskConfig config = load(Map.of());

        assertThat(config.get("a")).contains(true);
        assertThat(config.get("b")).contains(8);
        assertThat(config.get("c")).contains("1e3");
        assertThat(config.get("d")).contains(90);
        assertThat(config.get("e")).contains("2026-11-24");
        assertThat(config.get("f")).isEmpty();
        assertThat(config.get("g")).contains(2);
    }

    @Test
    void what_is_not_there_is_empty() {
        assertThat(load(Map.of()).get("kubernetes.name")).isEmpty();
        assertThat(load(Map.of()).settings("kubernetes")).isEmpty();
    }

    @Test
    void a_file_that_is_not_yaml_is_refused_with_its_line() throws Exception {
        Path broken = write("etc/k.yaml", "kubernetes:\n  name: [\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(Map.of()))
                .withMessageStartingWith("Dask configuration file \"" + broken + "\" is not YAML in line 3, column 1: ")
                .withMessageEndingWith(". Correct that line.");
    }

    @Test
    void a_file_without_a_mapping_is_refused() throws Exception {
        Path list = write("etc/k.yaml", "- a\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(Map.of()))
                .withMessage(
                        "Dask configuration file \"" + list
                                + "\" holds no mapping. Write keys and values, such as \"kubernetes:\" and below it \"  name: …\".");
    }

    @Test
    void variables_that_contradict_each_other_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(Map.of("DASK_A", "1", "DASK_A__B", "2")))
                .withMessage(
                        "Environment variable DASK_A__B sets a key below \"a\", to which another DASK_ variable gives "
                                + "a single value. Unset one of them.");
    }

    @Test
    void the_prefix_is_that_of_the_python_in_use() throws Exception {
        write("prefix/etc/dask/k.yaml", "x: 1\n");
        Map<String, String> environment =
                Map.of("KUBECLUSTER_PYTHON", root.resolve("prefix/bin/python").toString(), "HOME", "/no/home");

        assertThat(DaskConfig.load(environment).get("x")).contains(1);
        assertThat(DaskConfig.load(environment).places())
                .containsExactly("/etc/dask", root.resolve("prefix/etc/dask").toString(), "/no/home/.config/dask");
    }
}
