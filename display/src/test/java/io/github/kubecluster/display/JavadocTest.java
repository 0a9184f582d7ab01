package io.github.kubecluster.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class JavadocTest {
    static final List<Arguments> COMMENTS = List.of(
            Arguments.of(" Returns it.", "Returns it."),
            Arguments.of(
                    " A {@code List<T>} of {@link java.util.Map#get(Object) values} &amp; {@link #size()}.",
                    "A <code>List&lt;T&gt;</code> of values &amp; <code>size()</code>."),
            Arguments.of(
                    " <p class=\"x\">One <a href=\"javascript:x\">two</a> <script>alert(1)</script>",
                    "<p>One two alert(1)"),
            Arguments.of(" 3 < 4", "3 &lt; 4"),
            Arguments.of(
                    " Finds.\n @param <T> the type\n @param name the\n   name\n @return what is found\n"
                            + " @throws IllegalStateException if not\n @author me",
                    "Finds.<dl><dt><code>&lt;T&gt;</code></dt><dd>the type</dd>"
                            + "<dt><code>name</code></dt><dd>the\n   name</dd><dt>Returns</dt><dd>what is found</dd>"
                            + "<dt>Throws <code>IllegalStateException</code></dt><dd>if not</dd></dl>"));

    @ParameterizedTest
    @FieldSource("COMMENTS")
    void a_comment_is_html(String comment, String html) {
        assertThat(Javadoc.html(comment)).isEqualTo(html);
    }

    @Test
    void html_is_text() {
        String html = Javadoc.html(" Finds {@code a<b>}.\n <p>Then:\n <ul><li>one\n <li>two</ul>\n"
                + " <pre>{@code\n if (x)\n     y();\n }</pre>\n @param name the name\n @return it");
        assertThat(Javadoc.text(html)).isEqualTo("""
                Finds a<b>.

                Then:

                - one
                - two

                if (x)
                     y();

                name: the name
                Returns: it""");
    }
}
