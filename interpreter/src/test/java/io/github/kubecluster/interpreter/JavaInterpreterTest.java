package io.github.kubecluster.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaInterpreterTest {
    /** What a cell may tell a test: its loader does not see the classes of the tests. */
    static final String MARK = "io.github.kubecluster.test";

    /** Cells that see the JDK and no more. */
    static final CellScope JDK = new CellScope(
            new VisibleClasses(JavaInterpreterTest.class.getClassLoader(), List.of()),
            List.of(),
            CellScope.JAVA_IMPORTS);

    static JavaInterpreter interpreter;
    static int cell;

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        interpreter = new JavaInterpreter(JDK);
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    @BeforeEach
    void next() {
        System.clearProperty(MARK);
    }

    static final List<Arguments> VALUES = List.of(
            Arguments.of("1 + 1", 2),
            Arguments.of("1 + 1;", 2),
            Arguments.of("int a = 5;\nint b = a * 2;\nb", 10),
            Arguments.of("var list = new ArrayList<String>();\nlist.add(\"x\");\nlist", List.of("x")),
            Arguments.of("int c = 7;", null),
            Arguments.of("int d = 1; d = 2", null),
            Arguments.of("int e = 1; e++; e", 2),
            Arguments.of("null", null),
            Arguments.of("", null),
            Arguments.of("// nothing\n", null),
            Arguments.of("/* a */ 3 // b", 3),
            Arguments.of("int f(int x) { return x + 1; }\nf(1)", 2),
            Arguments.of("int g() { return h(); }\nint h() { return 4; }\ng()", 4),
            Arguments.of("record Point(int x, int y) {}\nnew Point(1, 2).x()", 1),
            Arguments.of("enum Colour { RED, BLUE }\nColour.BLUE.ordinal()", 1),
            Arguments.of("interface Shape { int area(); }\nShape s = () -> 9;\ns.area()", 9),
            Arguments.of(
                    "sealed interface Tree permits Leaf, Node {}\nrecord Leaf() implements Tree {}\n"
                            + "record Node(Tree l, Tree r) implements Tree {}\nnew Node(new Leaf(), new Leaf()) instanceof Tree",
                    true),
            Arguments.of("<T> List<T> twice(T t) { return List.of(t, t); }\ntwice(1)", List.of(1, 1)),
            Arguments.of("Stream.of(3, 1, 2).sorted().toList()", List.of(1, 2, 3)),
            Arguments.of("for (int i = 0; i < 3; i++) {\n  int j = i;\n}\n\"done\"", "done"),
            Arguments.of("int k = switch (3) { case 3 -> 30; default -> 0; };\nk", 30),
            Arguments.of("\"\"\"\n  a\n  b\"\"\"", "a\nb"),
            Arguments.of("import java.util.regex.Pattern;\nPattern.matches(\"a+\", \"aa\")", true),
            Arguments.of("Duration.ofSeconds(61).toMinutes()", 1L),
            Arguments.of("BigInteger.TWO.pow(70).bitLength()", 71),
            Arguments.of("char q = '\"'; q", '"'),
            Arguments.of("int m = 1, n = 2; m + n", 3),
            Arguments.of("if (true) { }\nelse { }\n5", 5),
            Arguments.of("class A { B b; }\nclass B { A a; }\nnew A().b == null", true));

    @ParameterizedTest
    @FieldSource("VALUES")
    void the_value_of_the_last_expression_is_the_value_of_the_cell(String code, Object value) {
        assertThat(run(code)).isEqualTo(value);
    }

    static final List<Arguments> ERRORS = List.of(
            Arguments.of(
                    "int x = missing;",
                    List.of(
                            "line 1: cannot find symbol",
                            "    int x = missing;",
                            "            ^^^^^^^",
                            "  symbol:   variable missing")),
            Arguments.of(
                    "int x = 1;\n\nString s = 12;",
                    List.of(
                            "line 3: incompatible types: int cannot be converted to java.lang.String",
                            "    String s = 12;",
                            "               ^^")),
            Arguments.of("int y = ;", List.of("line 1: illegal start of expression", "    int y = ;", "            ^")),
            Arguments.of("int y = 2\ny", List.of("line 1: ';' expected", "    int y = 2", "             ^")),
            Arguments.of(
                    "// a comment\nif (true) {",
                    List.of("line 2: reached end of file while parsing", "    if (true) {", "               ^")),
            Arguments.of(
                    "\tboolean t = 1;",
                    List.of(
                            "line 1: incompatible types: int cannot be converted to boolean",
                            "    \tboolean t = 1;",
                            "    \t            ^")),
            Arguments.of(
                    "import org.assertj.core.api.Assertions;",
                    List.of(
                            "line 1: package org.assertj.core.api does not exist",
                            "    import org.assertj.core.api.Assertions;",
                            "                               ^^^^^^^^^^^")),
            Arguments.of("class C extends NotThere {}", List.of("line 1: cannot find symbol: class NotThere")),
            Arguments.of(
                    "record R(int a) {}\nR r = new R();",
                    List.of(
                            "line 2: constructor R in record R cannot be applied to given types;",
                            "    R r = new R();",
                            "          ^^^^^^^",
                            "  required: int",
                            "  found:    no arguments",
                            "  reason: actual and formal argument lists differ in length")));

    @ParameterizedTest
    @FieldSource("ERRORS")
    void what_does_not_compile_is_shown_with_its_line_and_a_marker(String code, List<String> lines) {
        CellFailure failure = failure(code);
        assertThat(failure.name()).isEqualTo("CompilationError");
        assertThat(plain(failure)).isEqualTo(prefixed(lines));
        assertThat(failure.message()).isEqualTo(prefixed(lines).get(0));
    }

    @Test
    void nothing_runs_of_a_cell_that_is_not_java() {
        failure("System.setProperty(\"" + MARK + "\", \"ran\");\nint y = ;");
        assertThat(System.getProperty(MARK)).isNull();
    }

    @Test
    void an_exception_is_shown_with_the_lines_of_the_cells_it_came_through() {
        run("void boom() {\n  throw new IllegalStateException(\"no\", new java.io.IOException(\"disk\"));\n}");
        int declared = cell;
        CellFailure failure = failure("int i = 1;\nboom();");
        assertThat(failure.name()).isEqualTo("IllegalStateException");
        assertThat(failure.message()).isEqualTo("no");
        assertThat(plain(failure))
                .containsExactly(
                        "java.lang.IllegalStateException: no",
                        "    at boom (Cell " + declared + ", line 2)",
                        "    at Cell " + cell + ", line 2",
                        "Caused by: java.io.IOException: disk",
                        "    at boom (Cell " + declared + ", line 2)",
                        "    at Cell " + cell + ", line 2");
    }

    @Test
    void frames_of_libraries_are_shown_between_those_of_cells() {
        CellFailure failure = failure("// first\nList.of(1, 0).stream()\n    .map(i -> 1 / i)\n    .toList()");
        assertThat(plain(failure).get(1)).isEqualTo("    at Cell " + cell + ", line 3");
        assertThat(plain(failure).get(2)).startsWith("    at java.util.stream.");
        assertThat(plain(failure)).last().isEqualTo("    at Cell " + cell + ", line 4");
    }

    @Test
    void methods_and_constructors_of_classes_are_named() {
        CellFailure failure = failure("class Deep {\n  Deep() { go(); }\n  void go() { throw null; }\n}\nnew Deep()");
        assertThat(plain(failure))
                .contains(
                        "    at Deep.go (Cell " + cell + ", line 3)", "    at Deep.<init> (Cell " + cell + ", line 2)");
    }

    @Test
    void a_stack_overflow_is_told_in_few_lines_and_survived() {
        CellFailure failure = failure("int down(int i) { return down(i + 1) + 1; }\ndown(0)");
        assertThat(failure.name()).isEqualTo("StackOverflowError");
        assertThat(plain(failure)).hasSizeLessThan(10);
        assertThat(run("1 + 1")).isEqualTo(2);
    }

    @Test
    void a_method_that_uses_what_is_not_declared_fails_when_it_is_called() {
        run("int early() { return late(); }");
        assertThat(failure("early()").message())
                .isEqualTo("Cell " + cell + ", line 1: \"early\" cannot be used before method late() is declared.");
        run("int late() { return 6; }");
        assertThat(run("early()")).isEqualTo(6);
    }

    @Test
    void a_declaration_takes_the_place_of_the_one_of_its_name() {
        run("int v = 1;");
        run("String v = \"two\";");
        assertThat(run("v")).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) { }",
                "Thread.sleep(100_000);",
                "synchronized (this_lock) { this_lock.wait(); }",
                "IntStream.iterate(0, i -> i + 1).filter(i -> false).count()",
                "long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(90)",
                "new CompletableFuture<String>().get()",
                "try { while (true) { } } finally { System.clearProperty(\"no\"); }"
            })
    void a_running_cell_can_be_stopped(String code) throws Exception {
        run("Object this_lock = new Object();");
        CompletableFuture<CellFailure> failure = begin("System.setProperty(\"" + MARK + "\", \"runs\");\n" + code);
        await("the cell runs").until(() -> System.getProperty(MARK) != null);
        interpreter.stop();
        assertThat(failure.get().message()).isEqualTo("The cell was interrupted.");
        assertThat(run("2 + 2")).isEqualTo(4);
    }

    @Test
    void a_cell_that_is_stopped_while_it_is_compiled_does_not_run() throws Exception {
        String code = "System.setProperty(\"" + MARK + "\", \"ran\");";
        List<Piece> pieces = interpreter.split(new JavaCode(code, new CellLine(++cell, 1)));
        interpreter.allow("cell");
        interpreter.stop();
        assertThatThrownBy(() -> interpreter.run(pieces)).hasMessage("The cell was interrupted.");
        assertThat(System.getProperty(MARK)).isNull();
    }

    @Test
    void a_value_that_was_shown_is_not_kept() {
        WeakReference<Object> value = new WeakReference<>(run("new int[1_000_000]"));
        run("1");
        await("the value to be collected").until(() -> {
            System.gc();
            return value.refersTo(null);
        });
    }

    @Test
    void a_stop_does_not_meet_threads_of_earlier_cells() throws Exception {
        run("import java.util.concurrent.atomic.AtomicLong;\nvar beats = new AtomicLong();");
        run("var heart = new Thread(() -> { while (beats.get() >= 0) { beats.incrementAndGet(); } });\nheart.start();");
        CompletableFuture<CellFailure> failure =
                begin("System.setProperty(\"" + MARK + "\", \"runs\");\nwhile (true) { }");
        await("the cell runs").until(() -> System.getProperty(MARK) != null);
        interpreter.stop();
        failure.get();
        assertThat(run("heart.isAlive()")).isEqualTo(true);
        run("beats.set(-1_000_000_000_000L);\nheart.join();");
    }

    @Test
    void a_cell_whose_code_does_not_end_is_given_up_and_says_so() throws Exception {
        run("var server = new java.net.ServerSocket(0);");
        CompletableFuture<CellFailure> failure = begin("server.accept();");
        await("the cell accepts connections").until(JavaInterpreterTest::accepts);
        interpreter.stop();
        assertThat(failure.get().message())
                .startsWith("The cell was interrupted, but its code goes on in ")
                .endsWith(". Restart the kernel to end it.");
        run("server.close();");
    }

    @Test
    void a_thread_that_a_cell_leaves_behind_does_not_keep_the_cell_running() {
        run("var left = new Thread(() -> { try { Thread.sleep(100_000); } catch (InterruptedException e) { } });\n"
                + "left.start();");
        assertThat(run("left.isAlive()")).isEqualTo(true);
        run("left.interrupt();");
    }

    @Test
    void cells_do_not_see_the_program_that_runs_them() {
        assertThat(failure("Class.forName(\"org.assertj.core.api.Assertions\")").name())
                .isEqualTo("ClassNotFoundException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.sql.Connection.class", "jdk.jshell.JShell.class"})
    void cells_see_the_jdk(String code) {
        assertThat(run(code)).isInstanceOf(Class.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1",
                "List.of(1)",
                "for (int i = 0; i < 2; i++) { }",
                "if (true) { record Local(int x) {} new Local(1); }",
                "new Thread(() -> { });",
                "new Object() { int x = 1; }.x",
                "throw new IllegalStateException();",
                "Integer.parseInt(\"no\")",
                "String.nothing()"
            })
    void what_has_run_makes_no_later_cell_slower(String code) {
        run("int declared = 1;");
        int before = interpreter.compiledClasses();
        assertThat(before).isPositive();
        Throwable thrown = catchThrowable(() -> run(code));
        assertThat(interpreter.compiledClasses()).as("After %s", thrown).isEqualTo(before);
    }

    @Test
    void a_variable_can_be_bound() {
        interpreter.bind("bound", List.class, List.of("a"));
        assertThat(run("bound.size()")).isEqualTo(1);
    }

    @Test
    void a_name_that_is_not_java_cannot_be_bound() {
        assertThatThrownBy(() -> interpreter.bind("not java", List.class, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot declare a variable \"not java\" of type \"java.util.List\" in cells. "
                        + "Choose a Java name and a type that cells see.");
    }

    private static Object run(String code) {
        cell++;
        interpreter.allow("cell-" + cell);
        return interpreter.run(interpreter.split(new JavaCode(code, new CellLine(cell, 1))));
    }

    private static CellFailure failure(String code) {
        return catchThrowableOfType(CellFailure.class, () -> run(code));
    }

    private static boolean accepts() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("cell-" + cell))
                .flatMap(thread -> Stream.of(thread.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("accept") && frame.isNativeMethod());
    }

    private static CompletableFuture<CellFailure> begin(String code) {
        return CompletableFuture.supplyAsync(() -> failure(code));
    }

    private static List<String> plain(CellFailure failure) {
        return failure.lines().stream()
                .map(line -> line.replaceAll("\u001B\\[[;\\d]*m", ""))
                .toList();
    }

    private static List<String> prefixed(List<String> lines) {
        List<String> prefixed = new ArrayList<>(lines);
        prefixed.set(0, "Cell " + cell + ", " + lines.get(0));
        return prefixed;
    }
}
