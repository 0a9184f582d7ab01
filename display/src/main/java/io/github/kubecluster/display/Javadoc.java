package io.github.kubecluster.display;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads documentation comments of Java. */
public final class Javadoc {
    private Javadoc() {}

    /**
     * Returns HTML for a documentation comment.
     *
     * @param comment the comment without its marks
     */
    public static String html(String comment) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source = new Source("/**\n" + comment.replace("*/", "*&#47;") + "\n*/ class X {}");
        JavacTask task = (JavacTask) compiler.getTask(null, null, problem -> {}, null, null, List.of(source));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            TreePath type = TreePath.getPath(unit, unit.getTypeDecls().get(0));
            DocCommentTree tree = DocTrees.instance(task).getDocCommentTree(type);
            return tree == null ? "" : new JavadocHtml().of(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the text of what {@link #html} returned. */
    public static String text(String html) {
        return PlainText.of(html);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String code) {
            super(URI.create("string:///X.java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
