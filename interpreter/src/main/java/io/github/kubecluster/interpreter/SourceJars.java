package io.github.kubecluster.interpreter;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;

/** Finds documentation comments in the sources that lie beside jars: those of {@code x.jar} in {@code x-sources.jar}. */
final class SourceJars {
    private static final Pattern METHOD =
            Pattern.compile("(^|.* )(?<type>[\\w.$]+)[.](?<member>\\w+)[(](?<parameters>.*)[)].*");
    private static final Pattern TYPE = Pattern.compile("(?<type>[\\w.$]+)");

    private final ClassLoader loader;
    private final List<String> packages;

    /** @param packages those whose classes need not be written with it, each with a dot at its end */
    SourceJars(ClassLoader loader, List<String> packages) {
        this.loader = loader;
        this.packages = packages;
    }

    /** Returns the comment on what has {@code signature}, without its marks; nothing if there are no sources. */
    Optional<String> comment(String signature) {
        String plain = withoutTypeArguments(signature);
        Matcher method = METHOD.matcher(plain);
        if (method.matches()) {
            List<String> parameters = types(method.group("parameters"));
            String name = method.group("member");
            return type(method.group("type")).flatMap(type -> comment(type, name, parameters));
        }
        Matcher type = TYPE.matcher(plain);
        return type.matches()
                ? type(type.group("type")).flatMap(found -> comment(found, "", List.of()))
                : Optional.empty();
    }

    private static String withoutTypeArguments(String signature) {
        String shorter = signature.replaceAll("<[^<>]*>", "");
        return shorter.equals(signature) ? signature : withoutTypeArguments(shorter);
    }

    private Optional<Class<?>> type(String written) {
        return Stream.concat(Stream.of(""), packages.stream())
                .<Class<?>>flatMap(prefix -> {
                    try {
                        return Stream.of(Class.forName(prefix + written, false, loader));
                    } catch (ClassNotFoundException | LinkageError e) {
                        return Stream.empty();
                    }
                })
                .findFirst();
    }

    private static Optional<String> comment(Class<?> type, String method, List<String> parameters) {
        CodeSource origin = type.getProtectionDomain().getCodeSource();
        if (origin == null || !origin.getLocation().getPath().endsWith(".jar")) {
            return Optional.empty();
        }
        try {
            Path jar = Path.of(origin.getLocation().toURI());
            Path sources = jar.resolveSibling(jar.getFileName().toString().replaceFirst("[.]jar$", "-sources.jar"));
            return Files.isRegularFile(sources)
                    ? source(sources, type).flatMap(source -> comment(source, type, method, parameters))
                    : Optional.empty();
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> source(Path sources, Class<?> type) throws IOException {
        String file = type.getName().replaceFirst("[$].*", "").replace('.', '/') + ".java";
        try (ZipFile zip = new ZipFile(sources.toFile())) {
            ZipEntry entry = zip.getEntry(file);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Optional<String> comment(String source, Class<?> type, String method, List<String> parameters) {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problem -> {}, null, null, List.of(new SourceText(source)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            DocTrees documentation = DocTrees.instance(task);
            Stream<ClassTree> types = unit.getTypeDecls().stream()
                    .filter(ClassTree.class::isInstance)
                    .map(ClassTree.class::cast)
                    .filter(declared -> declared.getSimpleName().contentEquals(type.getSimpleName()));
            Stream<? extends Tree> found = method.isEmpty()
                    ? types
                    : types.flatMap(declared -> declared.getMembers().stream())
                            .filter(member -> is(member, method, parameters));
            return found.findFirst().map(tree -> documentation.getDocComment(TreePath.getPath(unit, tree)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean is(Tree member, String name, List<String> parameters) {
        return member instanceof MethodTree method
                && method.getName().contentEquals(name)
                && method.getParameters().stream()
                        .map(parameter -> typeOf(parameter.getType().toString()))
                        .toList()
                        .equals(parameters);
    }

    /** Returns the simple names of the types of parameters that are written with their names. */
    private static List<String> types(String parameters) {
        return parameters.isBlank()
                ? List.of()
                : Stream.of(parameters.split(","))
                        .map(parameter -> typeOf(parameter.strip().replaceFirst(" \\w+$", "")))
                        .toList();
    }

    private static String typeOf(String written) {
        return withoutTypeArguments(written)
                .replaceAll("([\\w$]+[.])+(?=\\w)", "")
                .replace("...", "[]");
    }
}
