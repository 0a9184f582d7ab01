package io.github.kubecluster.interpreter;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Finds pieces that are not Java, whatever their names mean. JShell tells that of a declaration or statement only together
 * with what may be declared in a piece before it. Half a millisecond for a cell. Used by one thread at a time.
 */
final class Syntax {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private Syntax() {}

    /** Returns the pieces that the compiler can read neither as a statement nor as a declaration nor as an expression. */
    static List<Piece> errors(List<Piece> pieces) {
        List<Reading> readings = IntStream.range(0, pieces.size())
                .boxed()
                .flatMap(i -> readings(i, pieces.get(i).source()))
                .toList();
        Set<Integer> readable = readable(readings);
        return IntStream.range(0, pieces.size())
                .filter(i -> !readable.contains(i))
                .mapToObj(pieces::get)
                .toList();
    }

    private static Set<Integer> readable(List<Reading> readings) {
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        List<String> options = Stream.concat(Stream.of("-proc:none"), Stream.of(PreviewFeatures.compilerOptions()))
                .toList();
        try {
            ((JavacTask) COMPILER.getTask(null, FILES, told, options, null, readings)).parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<Reading> good = new HashSet<>(readings);
        told.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .forEach(each -> good.remove(each.getSource()));
        Set<Integer> pieces = new HashSet<>();
        good.forEach(each -> pieces.add(each.piece));
        return pieces;
    }

    private static Stream<Reading> readings(int piece, String source) {
        return Stream.of(
                        "class C { void m() {\n" + source + "\n} }",
                        "class C {\n" + source + "\n}",
                        "class C { Object o =\n" + source + "\n; }",
                        source)
                .map(text -> new Reading(piece, text));
    }

    /** A piece in a place where it may stand. */
    private static final class Reading extends SourceText {
        private final int piece;

        Reading(int piece, String text) {
            super(text);
            this.piece = piece;
        }
    }
}
