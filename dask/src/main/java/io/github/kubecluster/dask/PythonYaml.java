package io.github.kubecluster.dask;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML as Python's {@code yaml.safe_load} does, by YAML 1.1: {@code yes} is true and {@code 1e3} is text. */
final class PythonYaml {
    private PythonYaml() {}

    /**
     * Returns what the document holds; null if it is empty.
     *
     * @param source names the document in messages
     * @throws IllegalArgumentException if it is not YAML; names the line
     */
    static @Nullable Object parse(String source, String text) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions unused = new DumperOptions();
        try {
            return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new Scalars())
                    .load(text);
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException(
                    source + " is not YAML in line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1) + ": " + e.getProblem() + ". Correct that line.",
                    e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(source + " is not YAML: " + e.getMessage() + ". Correct it.", e);
        }
    }

    /** What a plain scalar is, by PyYAML's own expressions; dates stay text. */
    private static final class Scalars extends Resolver {
        private static final Pattern PYTHON_FLOAT = Pattern.compile("[-+]?(?:[0-9][0-9_]*)\\.[0-9_]*(?:[eE][-+][0-9]+)?"
                + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
                + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
                + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, PYTHON_FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
