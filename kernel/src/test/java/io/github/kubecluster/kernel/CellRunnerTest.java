package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kubecluster.interpreter.CellFailure;
import io.github.kubecluster.interpreter.JavaInterpreter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CellRunnerTest {
    static JavaInterpreter interpreter;
    static int number;

    final KernelMagics magics = new KernelMagics();
    final List<String> calls = new ArrayList<>();
    CellRunner cells;

    @BeforeAll
    static void start() {
        interpreter = new JavaInterpreter(KernelScope.make());
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    @BeforeEach
    void register() {
        magics.register("%lsmagic", "", call -> "");
        cells = new CellRunner(interpreter, magics, Duration.ofMinutes(1), StartUpFile.none());
        magics.registerLineMagic("note", arguments -> {
            calls.add(String.join(",", arguments));
            return arguments.size();
        });
        magics.registerCellMagic("upper", (arguments, body) -> body.toUpperCase(java.util.Locale.ROOT));
        magics.registerLineMagic("refuse", arguments -> {
            throw new IllegalArgumentException("Say please.");
        });
    }

    @Test
    void java_and_magics_run_in_their_order() {
        assertThat(run("%note before\nint x = 20;\n%note between\nx + 1")).isEqualTo(21);
        assertThat(calls).containsExactly("before", "between");
    }

    @Test
    void the_value_of_a_magic_is_that_of_the_cell_if_it_is_last() {
        assertThat(run("int y = 1;\n%note a b")).isEqualTo(2);
    }

    @Test
    void a_cell_magic_gets_the_body() {
        assertThat(run("%%upper\nabc\ndef")).isEqualTo("ABC\nDEF");
    }

    @Test
    void nothing_runs_if_java_below_is_wrong() {
        assertThat(failure("%note first\nint z = ;").name()).isEqualTo("CompilationError");
        assertThat(calls).isEmpty();
    }

    @Test
    void a_magic_that_refuses_is_told_by_its_message_alone() {
        CellFailure failure = failure("%refuse");
        assertThat(failure.name()).isEqualTo("IllegalArgumentException");
        assertThat(failure.lines()).containsExactly("\u001B[1;31mSay please.\u001B[0m");
    }

    @Test
    void what_comes_after_a_failure_does_not_run() {
        failure("%refuse\n%note never");
        assertThat(calls).isEmpty();
    }

    @Test
    void an_unknown_magic_names_the_nearest() {
        assertThat(failure("\n%not a").message())
                .isEqualTo("Cell " + number + ", line 2: there is no magic \"%not\". Did you mean \"%note\"?");
    }

    @Test
    void an_unknown_magic_like_none_tells_where_they_are_listed() {
        assertThat(failure("%frobnicate").message())
                .isEqualTo("Cell " + number
                        + ", line 1: there is no magic \"%frobnicate\". %lsmagic lists those there are.");
    }

    @Test
    void a_cell_magic_is_no_line_magic() {
        assertThat(failure("%upper a").message())
                .isEqualTo("Cell " + number + ", line 1: there is no magic \"%upper\". Did you mean \"%%upper\"?");
    }

    @Test
    void a_magic_is_interrupted() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        magics.registerLineMagic("wait", arguments -> {
            waits.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        CompletableFuture<CellFailure> failure = CompletableFuture.supplyAsync(() -> failure("%wait\n%note after"));
        waits.await();
        cells.stop();
        assertThat(failure.get().message()).isEqualTo("The cell was interrupted.");
        assertThat(calls).isEmpty();
    }

    @Test
    void a_magic_that_is_not_to_be_interrupted_is_given_up() throws Exception {
        CountDownLatch spins = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        magics.registerLineMagic("spin", arguments -> {
            spins.countDown();
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return null;
        });
        cells = new CellRunner(interpreter, magics, Duration.ofMillis(100), StartUpFile.none());
        CompletableFuture<CellFailure> failure = CompletableFuture.supplyAsync(() -> failure("%spin"));
        spins.await();
        cells.stop();
        assertThat(failure.get().message()).contains("its code goes on in").contains("Restart the kernel to end it.");
        end.countDown();
    }

    @Test
    void a_magic_can_run_java() {
        magics.registerCellMagic("twice", (arguments, body) -> List.of(cells.run(body), cells.run(body)));
        assertThat(run("%%twice\n3 + 4")).isEqualTo(List.of(7, 7));
    }

    @Test
    void java_that_a_magic_runs_is_stopped() throws Exception {
        CountDownLatch begins = new CountDownLatch(1);
        magics.registerCellMagic("inner", (arguments, body) -> {
            begins.countDown();
            return cells.run(body);
        });
        CompletableFuture<CellFailure> failure =
                CompletableFuture.supplyAsync(() -> failure("%%inner\nwhile (true) { }"));
        begins.await();
        cells.stop();
        assertThat(failure.get().message()).isEqualTo("The cell was interrupted.");
    }

    @Test
    void an_interrupt_while_no_cell_runs_is_for_the_next_that_was_asked_for_before() {
        long before = System.nanoTime();
        cells.stop();
        CellFailure failure =
                catchThrowableOfType(CellFailure.class, () -> cells.asCell(++number, before, () -> cells.run("1")));
        assertThat(failure.message()).isEqualTo("The cell was interrupted.");
    }

    @Test
    void an_interrupt_while_no_cell_runs_does_not_meet_later_ones() {
        cells.stop();
        assertThat(run("5")).isEqualTo(5);
    }

    private Object run(String code) {
        return cells.asCell(++number, System.nanoTime(), () -> cells.run(code));
    }

    private CellFailure failure(String code) {
        return catchThrowableOfType(CellFailure.class, () -> run(code));
    }
}
