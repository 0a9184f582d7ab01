package io.github.kubecluster.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class KernelClientIT {
    static final String PYTHON = System.getProperty("root.directory") + "/.venv/bin/python";
    static final List<String> IPYKERNEL = List.of(PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}");
    static final Duration LIMIT = Duration.ofMinutes(2);

    static KernelClient kernel;

    static final List<Message> others = new CopyOnWriteArrayList<>();

    final Notes notes = new Notes((prompt, password) -> "");

    @BeforeAll
    static void start() throws InterruptedException {
        Awaitility.setDefaultTimeout(LIMIT);
        kernel = KernelClient.start(IPYKERNEL, System.getenv(), LIMIT, others::add);
    }

    @AfterAll
    static void close() {
        kernel.close();
    }

    @Test
    void names_persist_between_executions() {
        assertThat(text(kernel.execute("x = 20", false, notes), "status")).isEqualTo("ok");
        kernel.execute("print(x + 1)", false, notes);
        assertThat(notes.text()).isEqualTo("21\n");
    }

    @Test
    void a_result_comes_with_its_representations() {
        kernel.execute("6 * 7", false, notes);
        assertThat(notes.types()).containsExactly("execute_result");
        JsonObject result = notes.published.get(0).content();
        assertThat(text(Json.member(result, "data"), "text/plain")).isEqualTo("42");
    }

    @Test
    void a_silent_execution_shows_no_result() {
        kernel.execute("6 * 7", true, notes);
        assertThat(notes.published).isEmpty();
    }

    @Test
    void output_arrives_while_the_code_still_runs(@TempDir Path directory) {
        Path heard = directory.resolve("heard");
        ExecutionListener attentive = new ExecutionListener() {
            @Override
            public void published(Message message) {
                try {
                    Files.writeString(heard, message.type());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public String input(String prompt, boolean password) {
                throw new AssertionError("nothing asks");
            }
        };
        String waitToBeHeard = """
                import os, time
                print("working", flush=True)
                end = time.monotonic() + 100
                while not os.path.exists(%r):
                    assert time.monotonic() < end
                    time.sleep(0.01)
                """.replace("%r", "\"" + heard + "\"");
        assertThat(text(kernel.execute(waitToBeHeard, false, attentive), "status"))
                .isEqualTo("ok");
    }

    @Test
    void displays_are_published_and_updated_by_their_id() {
        kernel.execute("""
                from IPython.display import clear_output, display
                shown = display('one', display_id=True)
                shown.update('two')
                clear_output()
                """, false, notes);
        assertThat(notes.types()).containsExactly("display_data", "update_display_data", "clear_output");
    }

    @Test
    void an_exception_comes_with_its_traceback() {
        JsonObject reply = kernel.execute("1 / 0", false, notes);
        assertThat(text(reply, "status")).isEqualTo("error");
        assertThat(text(reply, "ename")).isEqualTo("ZeroDivisionError");
        assertThat(reply.getAsJsonArray("traceback").toString()).contains("division by zero");
        assertThat(notes.types()).containsExactly("error");
    }

    @Test
    void a_line_is_asked_for_with_its_prompt() {
        Notes john = new Notes((prompt, password) -> prompt + (password ? "hidden" : "visible"));
        kernel.execute("import getpass\nprint(input('a '))\nprint(getpass.getpass('b '))", false, john);
        assertThat(john.text()).isEqualTo("a visible\nb hidden\n");
    }

    @Test
    void an_interrupt_of_the_waiting_thread_interrupts_the_code() throws Exception {
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        Thread cell = cell(reply, "print('busy', flush=True)\nwhile True: pass", notes);
        await("the code to run").until(() -> notes.text().equals("busy\n"));
        cell.interrupt();
        assertThat(text(reply.get(), "ename")).isEqualTo("KeyboardInterrupt");
    }

    @Test
    void an_interrupt_ends_a_question_to_the_user() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Notes silentUser = new Notes((prompt, password) -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return "";
        });
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        Thread cell = cell(reply, "input('? ')", silentUser);
        asked.await();
        cell.interrupt();
        assertThat(text(reply.get(), "ename")).isEqualTo("KeyboardInterrupt");
    }

    @Test
    void what_a_listener_throws_ends_the_execution() {
        Notes broken = new Notes((prompt, password) -> {
            throw new IllegalStateException("Nobody is there to ask.");
        });
        assertThatThrownBy(() -> kernel.execute("input()", false, broken)).hasMessage("Nobody is there to ask.");
        kernel.execute("print('again')", false, notes);
        assertThat(notes.text()).isEqualTo("again\n");
    }

    @Test
    void what_a_thread_prints_after_its_execution_is_for_others(@TempDir Path directory) throws IOException {
        Path go = directory.resolve("go");
        kernel.execute("""
                import os, threading, time
                def late():
                    while not os.path.exists(%r): time.sleep(0.01)
                    print("late")
                threading.Thread(target=late).start()
                """.replace("%r", "\"" + go + "\""), false, notes);
        Files.createFile(go);
        await("the late text")
                .until(() -> others.stream()
                        .anyMatch(message -> text(message.content(), "text").startsWith("late")));
        kernel.execute("print('next')", false, notes);
        assertThat(notes.text()).isEqualTo("next\n");
    }

    @Test
    void a_message_is_passed_on_under_its_id_and_what_comes_of_it_is_for_others() {
        kernel.execute("""
                import comm
                line = comm.create_comm(target_name="echo")
                line.on_msg(lambda message: line.send({"heard": message["content"]["data"]}))
                """, false, notes);
        Message opened = notes.published.stream()
                .filter(message -> message.type().equals("comm_open"))
                .findFirst()
                .orElseThrow();
        JsonObject said = new JsonObject();
        said.add("comm_id", opened.content().get("comm_id"));
        said.addProperty("data", "hello");
        Message passed = Message.of("comm_msg", "a browser", said);

        kernel.pass(passed);

        await("the answer")
                .until(() -> others.stream()
                        .anyMatch(message -> message.type().equals("comm_msg")
                                && message.parentId().equals(passed.header().id())
                                && text(Json.member(message.content(), "data"), "heard")
                                        .equals("hello")));
    }

    @Test
    void an_execution_has_the_id_that_its_listener_names() {
        ExecutionListener known = new ExecutionListener() {
            @Override
            public void published(Message message) {
                notes.published(message);
            }

            @Override
            public String input(String prompt, boolean password) {
                return "";
            }

            @Override
            public Optional<String> requestId() {
                return Optional.of("the id of a cell");
            }
        };
        kernel.execute("print(1)", false, known);
        assertThat(notes.published)
                .singleElement()
                .extracting(Message::parentId)
                .isEqualTo("the id of a cell");
    }

    @Test
    void a_kernel_that_dies_says_how() throws InterruptedException {
        try (KernelClient mortal = KernelClient.start(IPYKERNEL, System.getenv(), LIMIT)) {
            assertThatThrownBy(() -> mortal.execute("import os; os._exit(3)", false, notes))
                    .isInstanceOf(KernelDiedException.class)
                    .hasMessageStartingWith("Kernel \"" + PYTHON + "\" ended with exit code 3.");
            assertThat(mortal.isAlive()).isFalse();
        }
    }

    @Test
    void a_kernel_that_does_not_start_says_why() {
        List<String> command = List.of(PYTHON, "-m", "no_such_kernel", "{connection_file}");
        assertThatThrownBy(() -> KernelClient.start(command, System.getenv(), LIMIT))
                .isInstanceOf(KernelDiedException.class)
                .hasMessageStartingWith("Kernel \"" + PYTHON + "\" ended with exit code 1. It printed last:\n")
                .hasMessageEndingWith("No module named no_such_kernel");
    }

    @Test
    void a_kernel_that_opens_no_channels_is_given_up() {
        List<String> command = List.of(PYTHON, "-c", "import time; time.sleep(601)");
        assertThatThrownBy(() -> KernelClient.start(command, System.getenv(), Duration.ofSeconds(1)))
                .hasMessage("Kernel \"" + PYTHON + "\" did not open its channels within 1 s.");
        await("the end of the process").until(() -> children("time.sleep(601)"), List::isEmpty);
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        assertThatThrownBy(() -> KernelClient.start(List.of("/no/such/python"), System.getenv(), LIMIT))
                .hasMessageStartingWith("Cannot start \"/no/such/python\": ");
    }

    @Test
    void closing_ends_the_process() throws InterruptedException {
        List<String> command = new ArrayList<>(IPYKERNEL);
        command.add("--Session.username=closing");
        KernelClient closing = KernelClient.start(command, System.getenv(), LIMIT);
        assertThat(children("--Session.username=closing")).hasSize(1);
        closing.close();
        await("the end of the process").until(() -> children("--Session.username=closing"), List::isEmpty);
    }

    @Test
    void the_process_ends_when_its_parent_is_killed() throws Exception {
        Process parent = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Droot.directory=" + System.getProperty("root.directory"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(parent.inputReader().readLine()).isEqualTo("started");
        ProcessHandle orphan = parent.children().findFirst().orElseThrow();
        parent.destroyForcibly();
        await("the end of the process").until(() -> !orphan.isAlive());
    }

    /** Starts a kernel and waits to be killed. */
    static final class Parent {
        public static void main(String[] args) throws InterruptedException {
            KernelClient kernel = KernelClient.start(IPYKERNEL, System.getenv(), LIMIT);
            System.out.println(kernel.isAlive() ? "started" : "ended");
            new CountDownLatch(1).await();
        }
    }

    static Thread cell(CompletableFuture<JsonObject> reply, String code, ExecutionListener listener) {
        Thread cell = new Thread(() -> reply.complete(kernel.execute(code, false, listener)));
        cell.start();
        return cell;
    }

    static String text(JsonObject object, String member) {
        return Json.text(object, member).orElse("");
    }

    static List<ProcessHandle> children(String argument) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(argument))
                .toList();
    }

    interface User {
        String answer(String prompt, boolean password) throws InterruptedException;
    }

    /** Keeps what was published and has a user who answers. */
    record Notes(User user, List<Message> published) implements ExecutionListener {
        Notes(User user) {
            this(user, new CopyOnWriteArrayList<>());
        }

        @Override
        public void published(Message message) {
            published.add(message);
        }

        @Override
        public String input(String prompt, boolean password) throws InterruptedException {
            return user.answer(prompt, password);
        }

        List<String> types() {
            return published.stream().map(Message::type).toList();
        }

        String text() {
            return String.join(
                    "",
                    published.stream()
                            .map(message -> KernelClientIT.text(message.content(), "text"))
                            .toList());
        }
    }
}
