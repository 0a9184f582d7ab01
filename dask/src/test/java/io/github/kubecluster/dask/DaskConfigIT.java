package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and variables as a site may have them give the values that the real {@code dask.config} finds in them. */
class DaskConfigIT {
    private static final int CASES = 200;
    private static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final Gson JSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
            .create();

    private static final List<String> KEYS = List.of(
            "name", "worker-name", "worker_name", "count", "env", "worker-template", "worker_template", "start");
    private static final List<String> SCALARS = List.of(
            "x",
            "1",
            "010",
            "0o10",
            "0x1F",
            "1_000",
            "1e3",
            "1.5e3",
            "1.5e+3",
            "1.",
            ".5",
            "-.inf",
            ".nan",
            "+7",
            "-0",
            "yes",
            "No",
            "on",
            "off",
            "y",
            "true",
            "True",
            "TRUE",
            "null",
            "~",
            "''",
            "'1'",
            "\"a\\tb\"",
            "1:30",
            "1:30.5",
            "2026-11-24",
            "6GB",
            "6G",
            "500Mi",
            "dask-{user}-{uuid}",
            "$HOME",
            "0b11",
            "09",
            "!!str 5",
            "ä",
            "[1, yes, a]",
            "[]",
            "{}",
            "{a-b: 1, a_b: 2}",
            "tcp://",
            "1,000",
            "0.1",
            "12345678901234567890",
            "-");
    private static final List<String> LITERALS = List.of(
            "x",
            "1",
            "-1",
            "--1",
            "+ 1",
            "1_000",
            "0x1F",
            "0o17",
            "0b11",
            "017",
            "00",
            "1e3",
            "1.",
            ".5",
            "1.5e-3",
            "1e999",
            "True",
            "true",
            "FALSE",
            "None",
            "null",
            "none",
            "nan",
            "'a'",
            "\"a\\n\\x41\\u00e4\\101\"",
            "r'\\n'",
            "'a' 'b'",
            "'''it's'''",
            "'a",
            "[1, 'b', None]",
            "[1,]",
            "(1, 2)",
            "(1)",
            "()",
            "1, 2",
            "1,",
            "{'a': 1, 'b-c': [True]}",
            "{'a': {'b': 2}}",
            "{}",
            "[",
            "]",
            "1 # comment",
            " 2",
            "3 ",
            "\n4",
            "[1,\n2]",
            "1\n2",
            "",
            " ",
            "6GB",
            "1.2.3",
            "1 + 2",
            "a,b",
            "dask-{user}",
            "f'x'",
            "'\\N{BULLET}'",
            "'\\q'",
            "-True",
            "[-1.5]",
            "{1}",
            "12345678901234567890",
            "lambda: 1",
            "[1 2]",
            "'a' # b",
            "1__0",
            "1_",
            "'a'b",
            "[[], {}, ()]",
            "http://h:1/{port}",
            "$(X)");

    @TempDir
    Path directory;

    record Case(Map<String, String> environment, String prefix) {}

    @Test
    void values_are_those_of_the_real_dask_config() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (int seed = 0; seed < CASES; seed++) {
            cases.add(generate(new Random(seed), directory.resolve("case-" + seed)));
        }
        List<String> expected = real(cases);

        assertThat(expected).hasSize(CASES);
        for (int i = 0; i < CASES; i++) {
            assertThat(ours(cases.get(i)))
                    .as("case %d of %s", i, cases.get(i))
                    .isEqualTo(JSON.fromJson(expected.get(i), Object.class));
        }
    }

    private static Object ours(Case given) {
        try {
            TreeMap<String, Object> values = new TreeMap<>();
            DaskConfig.load(given.environment(), List.of(Path.of(given.prefix())))
                    .settings("")
                    .forEach(setting -> values.put(setting.key(), portable(setting.value())));
            return JSON.fromJson(JSON.toJson(values), Object.class);
        } catch (IllegalArgumentException e) {
            return Map.of("refused", true);
        }
    }

    /** Numbers with a point as the text that names them; JSON has no infinity. */
    private static Object portable(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(DaskConfigIT::portable).collect(Collectors.toCollection(ArrayList::new));
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> portable = new TreeMap<>();
            map.forEach((key, inner) -> portable.put(key.toString(), portable(inner)));
            return portable;
        } else if (value instanceof Double number) {
            return number.isNaN() || number.isInfinite()
                    ? "float " + number.toString().replace("Infinity", "inf").replace("NaN", "nan")
                    : "float " + new BigDecimal(number).stripTrailingZeros().toPlainString();
        }
        return value;
    }

    private static List<String> real(List<Case> cases) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        ROOT.resolve(".venv/bin/python").toString(),
                        ROOT.resolve("dask/src/test/python/dask_config_values.py")
                                .toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var input = python.outputWriter(StandardCharsets.UTF_8)) {
            input.write(cases.stream().map(JSON::toJson).collect(Collectors.joining("\n")));
        }
        List<String> lines = python.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
        return lines;
    }

    private static Case generate(Random random, Path root) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", root.resolve("home").toString());
        environment.put("DASK_ROOT_CONFIG", root.resolve("etc").toString());
        Path prefix = root.resolve("prefix");
        List<Path> places = new ArrayList<>(
                List.of(root.resolve("etc"), prefix.resolve("etc/dask"), root.resolve("home/.config/dask")));
        if (random.nextBoolean()) {
            places.add(root.resolve("own"));
            environment.put("DASK_CONFIG", root.resolve("own").toString());
        }
        for (Path place : places) {
            for (String file : List.of("kubernetes.yaml", "b.yml", "a.YAML", "ignored.txt", ".yaml")) {
                if (random.nextInt(5) < 2) {
                    Files.createDirectories(place);
                    Files.writeString(place.resolve(file), yaml(random));
                }
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(level -> pick(random, KEYS).replace('-', '_').toUpperCase(Locale.ROOT))
                    .collect(Collectors.joining("__", "DASK_", ""));
            environment.put(name, pick(random, LITERALS));
        }
        return new Case(environment, prefix.toString());
    }

    private static String yaml(Random random) {
        StringBuilder yaml = new StringBuilder();
        for (String top : List.of("kubernetes", "name", "count", "env")) {
            if (random.nextInt(3) > 0) {
                yaml.append(top).append(":");
                value(random, yaml, 1);
            }
        }
        return yaml.toString();
    }

    private static void value(Random random, StringBuilder yaml, int depth) {
        if (depth > 3 || random.nextInt(3) == 0) {
            yaml.append(' ').append(pick(random, SCALARS)).append('\n');
            return;
        }
        yaml.append('\n');
        List<String> keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, random);
        for (String key : keys.subList(0, 1 + random.nextInt(3))) {
            yaml.append("  ".repeat(depth)).append(key).append(':');
            value(random, yaml, depth + 1);
        }
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
