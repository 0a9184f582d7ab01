package io.github.kubecluster.interpreter;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Makes instances of JShell. */
final class Shells {
    private static final String CLASS_PATH = "java.class.path";

    private Shells() {}

    /** Returns a new instance that runs code by {@code control} and whose compiler sees {@code scope} alone. */
    static JShell start(ExecutionControl control, CellScope scope) {
        JShell shell = build(control, scope.classPath());
        scope.imports().forEach(name -> shell.eval("import " + name + ";"));
        return shell;
    }

    private static JShell build(ExecutionControl control, List<Path> classPath) {
        // JShell's compiler begins with this property, which names everything that the kernel itself uses.
        String ours = System.getProperty(CLASS_PATH, "");
        System.setProperty(
                CLASS_PATH, classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        try {
            return JShell.builder()
                    .executionEngine(new Engine(control), Map.of())
                    .fileManager(files -> withClassPath(files, classPath))
                    .compilerOptions(PreviewFeatures.compilerOptions())
                    .build();
        } finally {
            System.setProperty(CLASS_PATH, ours);
        }
    }

    private static StandardJavaFileManager withClassPath(StandardJavaFileManager files, List<Path> classPath) {
        try {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Engine(ExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "cells";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }
}
