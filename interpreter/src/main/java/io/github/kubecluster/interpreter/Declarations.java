package io.github.kubecluster.interpreter;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * What a piece of a cell declares, by the compiler's parser alone: to ask JShell would leave traces in it.
 *
 * @param names the names of variables, methods and types
 * @param areStatements whether the piece may stand in a block
 */
record Declarations(List<String> names, boolean areStatements) {
    static Declarations in(String piece) {
        return parsed("class Cell { void cell() {" + piece + "\n} }")
                .map(type -> new Declarations(names(body(type)), true))
                .or(() -> parsed("class Cell {" + piece + "\n}")
                        .map(type -> new Declarations(names(type.getMembers()), false)))
                .orElse(new Declarations(List.of(), false));
    }

    private static List<? extends Tree> body(ClassTree type) {
        return ((MethodTree) type.getMembers().get(0)).getBody().getStatements();
    }

    private static List<String> names(List<? extends Tree> trees) {
        return trees.stream().flatMap(Declarations::name).toList();
    }

    private static Stream<String> name(Tree tree) {
        if (tree instanceof VariableTree variable) {
            return Stream.of(variable.getName().toString());
        }
        if (tree instanceof MethodTree method) {
            return Stream.of(method.getName().toString());
        }
        return tree instanceof ClassTree type ? Stream.of(type.getSimpleName().toString()) : Stream.empty();
    }

    /** Returns the class that {@code source} is, unless it is not Java. */
    private static Optional<ClassTree> parsed(String source) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostics, List.of("-proc:none"), null, List.of(new SourceText(source)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            boolean isJava = diagnostics.getDiagnostics().stream()
                    .noneMatch(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR);
            return isJava && unit.getTypeDecls().size() == 1
                    ? Optional.of((ClassTree) unit.getTypeDecls().get(0))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
