package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.JavaInterpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code %classpath}: adds jars and directories of classes to what cells see, or lists what was added. */
record ClassPathMagic(JavaInterpreter interpreter, Extensions extensions) implements Magic {
    @Override
    public @Nullable Object run(MagicCall call) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String written : call.arguments()) {
            paths.addAll(UserPath.existing(written));
        }
        add(paths);
        return paths.isEmpty() && !interpreter.classPath().isEmpty()
                ? interpreter.classPath().stream().map(Path::toString).collect(Collectors.joining("\n"))
                : null;
    }

    /** Adds {@code paths}, those excepted that are there, and installs the extensions that they bring. */
    void add(List<Path> paths) {
        paths.stream()
                .filter(path -> !interpreter.classPath().contains(path))
                .distinct()
                .forEach(interpreter::addToClassPath);
        extensions.install(interpreter.loader());
    }
}
