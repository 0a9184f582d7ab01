package io.github.kubecluster.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The kernelspec: the directory by which Jupyter finds this kernel (jupyter_client, "Kernel specs"). The jar holds a
 * template of it, in which {@code ${java}}, {@code ${jar}} and {@code ${python}} stand for absolute paths and {@code ${options}} for any words.
 */
final class Kernelspec {
    static final String NAME = "kubecluster-java";

    private static final List<String> LOGOS = List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Kernelspec() {}

    /**
     * Writes the kernelspec below a directory of kernelspecs; one that is there is replaced.
     *
     * @param options what the JVM is started with besides
     * @return the directory that was written
     */
    static Path write(Path kernels, Map<String, String> paths, List<String> options) throws IOException {
        Path directory = directory(kernels);
        Files.createDirectories(directory);
        try (InputStream template = resource("kernel.json")) {
            JsonElement spec =
                    JSON.fromJson(new String(template.readAllBytes(), StandardCharsets.UTF_8), JsonElement.class);
            Files.writeString(
                    directory.resolve("kernel.json"),
                    JSON.toJson(fill(withOptions(spec.getAsJsonObject(), options), paths)) + "\n");
        }
        for (String logo : LOGOS) {
            try (InputStream image = resource(logo)) {
                Files.copy(image, directory.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return directory;
    }

    /** Returns the directory of the kernelspec below a directory of kernelspecs. */
    static Path directory(Path kernels) {
        return kernels.resolve(NAME);
    }

    /** Removes the kernelspec. Returns whether it was there. */
    static boolean remove(Path kernels) throws IOException {
        Path directory = directory(kernels);
        if (!Files.isDirectory(directory)) {
            return false;
        }
        FileTree.delete(directory);
        return true;
    }

    private static JsonObject withOptions(JsonObject spec, List<String> options) {
        JsonArray command = new JsonArray();
        for (JsonElement word : spec.getAsJsonArray("argv")) {
            if (word.getAsString().equals("${options}")) {
                options.forEach(command::add);
            } else {
                command.add(word);
            }
        }
        spec.add("argv", command);
        return spec;
    }

    private static JsonElement fill(JsonElement template, Map<String, String> paths) {
        if (template instanceof JsonObject object) {
            JsonObject filled = new JsonObject();
            object.entrySet().forEach(entry -> filled.add(entry.getKey(), fill(entry.getValue(), paths)));
            return filled;
        }
        if (template instanceof JsonArray array) {
            JsonArray filled = new JsonArray();
            array.forEach(element -> filled.add(fill(element, paths)));
            return filled;
        }
        if (template instanceof JsonPrimitive primitive && primitive.isString()) {
            String text = primitive.getAsString();
            for (Map.Entry<String, String> path : paths.entrySet()) {
                text = text.replace("${" + path.getKey() + "}", path.getValue());
            }
            return new JsonPrimitive(text);
        }
        return template;
    }

    private static InputStream resource(String name) {
        InputStream resource = Kernelspec.class.getResourceAsStream("/kernelspec/" + name);
        if (resource == null) {
            throw new IllegalStateException("The kernel's jar lacks \"kernelspec/" + name + "\". Build it again.");
        }
        return resource;
    }
}
