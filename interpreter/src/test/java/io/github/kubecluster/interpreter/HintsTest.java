package io.github.kubecluster.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class HintsTest {
    static JavaInterpreter interpreter;

    @BeforeAll
    static void start() {
        interpreter = new JavaInterpreter(
                new CellScope(ClassLoader.getPlatformClassLoader(), List.of(), CellScope.JAVA_IMPORTS));
        run("List<String> list = List.of(); int triple(int i) { return 3 * i; }");
        await("the names of all classes")
                .atMost(2, TimeUnit.MINUTES)
                .until(() -> failure("Pattern.compile(\"x\")").lines().stream()
                        .anyMatch(line -> line.startsWith("Write before it: ")));
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    static final List<Arguments> HINTS = List.of(
            Arguments.of("lst.size()", "Did you mean \"list\"?"),
            Arguments.of("list.sizee()", "Did you mean \"size\"?"),
            Arguments.of("int y = list.size() + lisst.size();", "Did you mean \"list\"?"),
            Arguments.of("trible(3)", "Did you mean \"triple\"?"),
            Arguments.of("for (var x : list) { System.out.printn(x); }", "Did you mean \"print\"?"),
            Arguments.of("StrinBuilder b = null;", "Did you mean \"StringBuilder\"?"),
            Arguments.of("Pattern.compile(\"x\")", "Write before it: import java.util.regex.Pattern;"),
            Arguments.of("new HttpRequest()", "Write before it: import java.net.http.HttpRequest;"),
            Arguments.of("HttpClient client;", "Write before it: import java.net.http.HttpClient;"),
            Arguments.of("HttpClient open() { return null; }", "Write before it: import java.net.http.HttpClient;"));

    @ParameterizedTest
    @FieldSource("HINTS")
    void an_unknown_name_has_a_hint(String code, String hint) {
        assertThat(failure(code).lines()).last().isEqualTo(hint);
    }

    @Test
    void all_classes_of_a_name_are_told() {
        assertThat(failure("Document document;").lines())
                .last()
                .asString()
                .startsWith("Write before it: import javax.swing.text.Document; or import org.w3c.dom.Document;");
    }

    @Test
    void classes_that_cells_do_not_see_are_not_told() {
        assertThat(failure("OfPrimitive<?, ?, ?> split;").lines())
                .last()
                .isEqualTo("Write before it: import java.util.Spliterator.OfPrimitive;");
    }

    @Test
    void where_nothing_is_near_there_is_no_hint() {
        assertThat(failure("nothingLikeThis").lines())
                .last()
                .asString()
                .isEqualTo("  symbol:   variable nothingLikeThis");
    }

    private static CellFailure failure(String code) {
        return catchThrowableOfType(CellFailure.class, () -> run(code));
    }

    private static void run(String code) {
        interpreter.run(interpreter.split(new JavaCode(code, new CellLine(1, 1))));
    }
}
