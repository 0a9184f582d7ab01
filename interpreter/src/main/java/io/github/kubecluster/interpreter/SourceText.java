package io.github.kubecluster.interpreter;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** Java for the compiler to read that stands in no file. */
class SourceText extends SimpleJavaFileObject {
    private static final URI NOWHERE = URI.create("string:///Source.java");

    private final String text;

    SourceText(String text) {
        super(NOWHERE, Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
