package io.github.kubecluster.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** A jar with an extension that knows the kernel base library and nothing of this product. */
final class ExtensionJar {
    private ExtensionJar() {}

    /** Compiles {@code source}, the class {@code name} without a package, and returns the jar. */
    static Path of(Path directory, String name, String source) throws Exception {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        Path library = Path.of(BaseKernel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", library.toString(), file.toString());
        if (errors != 0) {
            throw new AssertionError("The extension does not compile.");
        }
        return jar(directory, name);
    }

    private static Path jar(Path directory, String name) throws IOException {
        Path jar = directory.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(name + ".class"));
            out.write(Files.readAllBytes(directory.resolve(name + ".class")));
            out.putNextEntry(new JarEntry("META-INF/services/" + Extension.class.getName()));
            out.write(name.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
