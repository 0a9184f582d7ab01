"""What the public suite does not ask: interrupts, input, background output, comms, shutdown, broken messages."""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager

LIMIT = 120
SILENT_KUBERNETES = """
apiVersion: v1
kind: Config
clusters: [{{name: silent, cluster: {{server: "http://127.0.0.1:{port}"}}}}]
users: [{{name: nobody, user: {{}}}}]
contexts: [{{name: silent, context: {{cluster: silent, user: nobody}}}}]
current-context: silent
"""


class KernelTests(unittest.TestCase):
    """A kernel for the tests of a class."""

    kernel_name = "kubecluster-java"
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name=cls.kernel_name, **cls.options)
        # Clusters are found there: those of other tests, some of which are just ending, are not to be seen.
        cls.runtime = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.manager.start_kernel(env={**os.environ, "XDG_RUNTIME_DIR": cls.runtime.name})
        cls.client = cls.connect()

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)
        cls.runtime.cleanup()
    @classmethod
    def connect(cls):
        client = cls.manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        return client

    def run_cell(self, code, **options):
        """Runs a cell; returns the content of its reply and what it published."""
        options.setdefault("allow_stdin", False)
        request = self.client.execute(code, **options)
        return self.reply(request), self.published(request)

    def reply(self, request):
        while True:
            message = self.client.get_shell_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def published(self, request):
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages
            messages.append(message)

    def next_of(self, request, kind):
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["msg_type"] == kind and message["parent_header"].get("msg_id") == request:
                return message

    def ask(self, channel, kind, content=None):
        """Sends a request; returns the content of the reply."""
        socket = getattr(self.client, channel + "_channel")
        message = self.client.session.msg(kind, content or {})
        socket.send(message)
        while True:
            answer = socket.get_msg(timeout=LIMIT)
            if answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return answer["content"]

    def assertValue(self, code, value):
        _, published = self.run_cell(code)
        results = [m["content"]["data"]["text/plain"] for m in published if m["msg_type"] == "execute_result"]
        self.assertEqual(results, [value])


def text(messages, stream="stdout"):
    return "".join(
        m["content"]["text"] for m in messages if m["msg_type"] == "stream" and m["content"]["name"] == stream
    )


class Cells(KernelTests):
    def test_kernel_info_says_what_highlights_and_exports(self):
        info = self.ask("shell", "kernel_info_request")
        self.assertEqual(info["status"], "ok")
        self.assertEqual(info["protocol_version"], "5.5")
        language = info["language_info"]
        self.assertEqual(
            (language["name"], language["mimetype"], language["pygments_lexer"]), ("java", "text/x-java", "java")
        )

    def test_ten_thousand_lines_come_in_few_messages(self):
        _, published = self.run_cell('for (int i = 0; i < 10_000; i++) System.out.println("line " + i);')
        self.assertEqual(text(published).count("\n"), 10_000)
        self.assertLess(len(published), 500)
    def test_an_exception_is_shown_with_cell_and_line(self):
        self.run_cell("void fail() {\n  throw new IllegalStateException(\"no\");\n}")
        reply, published = self.run_cell("int i = 1;\nfail();")
        cell = reply["execution_count"]
        errors = [m["content"] for m in published if m["msg_type"] == "error"]
        self.assertEqual(len(errors), 1)
        self.assertEqual((reply["status"], reply["ename"], reply["evalue"]), ("error", "IllegalStateException", "no"))
        self.assertIn(f"    at fail (Cell {cell - 1}, line 2)", errors[0]["traceback"])
        self.assertIn(f"    at Cell {cell}, line 2", errors[0]["traceback"])

    def test_a_compiler_error_is_shown_with_source_and_marker(self):
        reply, _ = self.run_cell("int a = 1;\nint b = missing;")
        cell = reply["execution_count"]
        self.assertEqual(reply["evalue"], f"Cell {cell}, line 2: cannot find symbol")
        self.assertEqual(reply["traceback"][1:3], ["    int b = missing;", "            ^^^^^^^"])

    def test_a_silent_cell_shows_nothing_and_does_not_count(self):
        before = self.run_cell("1")[0]["execution_count"]
        reply, published = self.run_cell("2", silent=True)
        self.assertEqual([m["msg_type"] for m in published], ["status"])
        self.assertEqual(self.run_cell("3")[0]["execution_count"], before + 1)

    def test_a_cell_that_is_not_stored_does_not_count(self):
        before = self.run_cell("1")[0]["execution_count"]
        self.run_cell("2", store_history=False)
        self.assertEqual(self.run_cell("3")[0]["execution_count"], before + 1)

    def test_user_expressions_are_evaluated(self):
        reply, _ = self.run_cell("int width = 4;", user_expressions={"good": "width * 2", "bad": "nowhere"})
        self.assertEqual(reply["user_expressions"]["good"]["data"]["text/plain"], "8")
        self.assertEqual(reply["user_expressions"]["bad"]["status"], "error")

    def test_cells_behind_a_failed_one_are_aborted(self):
        requests = [self.client.execute(code) for code in ("Thread.sleep(2000); throw new Exception();", "1", "2")]
        self.assertEqual([self.reply(r)["status"] for r in requests], ["error", "aborted", "aborted"])

    def test_cells_behind_a_failed_one_run_if_that_is_wanted(self):
        requests = [
            self.client.execute("Thread.sleep(2000); throw new Exception();", stop_on_error=False),
            self.client.execute("1"),
        ]
        self.assertEqual([self.reply(r)["status"] for r in requests], ["error", "ok"])

    def test_a_declaration_again_keeps_the_values_that_depend_on_it(self):
        self.run_cell("int one() { return 1; }\nvar kept = one();")
        self.run_cell("int one() { return 2; }")
        self.assertValue("kept", "1")

    def test_log_lines_are_not_output_of_cells(self):
        reply, published = self.run_cell('System.getLogger("a").log(System.Logger.Level.WARNING, "logged");')
        self.assertEqual((reply["status"], text(published), text(published, "stderr")), ("ok", "", ""))

    def test_characters_of_all_languages_are_printed(self):
        _, published = self.run_cell('System.out.print("é日😀");')
        self.assertEqual(text(published), "é日😀")

    def test_a_buffered_image_is_shown_as_one(self):
        _, published = self.run_cell("new java.awt.image.BufferedImage(2, 2, 1)")
        data = [m["content"]["data"] for m in published if m["msg_type"] == "execute_result"]
        self.assertIn("image/png", data[0])

    def test_an_unknown_magic_names_the_nearest_one(self):
        reply, _ = self.run_cell("%kubeclutser status")
        self.assertEqual(reply["ename"], "UndefinedMagic")
        self.assertIn('there is no magic "%kubeclutser". Did you mean "%kubecluster"?', reply["evalue"])

    def test_a_debug_request_is_refused(self):
        reply = self.ask("control", "debug_request", {"type": "request", "seq": 1, "command": "initialize"})
        self.assertEqual((reply["status"], reply["ename"]), ("error", "NotSupported"))
        self.assertEqual((reply["success"], reply["request_seq"], reply["command"]), (False, 1, "initialize"))
        self.assertIn("This kernel has no debugger.", reply["message"])

    def test_a_page_is_a_payload_of_the_reply(self):
        reply, published = self.run_cell('page("a long text");')
        self.assertEqual(
            reply["payload"], [{"source": "page", "data": {"text/plain": "a long text"}, "start": 0}]
        )
        self.assertEqual([m for m in published if "data" in m["content"]], [])

    def test_a_reply_says_when_its_cell_started(self):
        self.client.execute("1")
        started = self.client.get_shell_msg(timeout=LIMIT)["metadata"]["started"]
        self.assertRegex(started, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")


class Output(KernelTests):
    def test_a_thread_prints_into_its_cell_after_the_cell_has_ended(self):
        request = self.client.execute(
            "new Thread(() -> { try { Thread.sleep(500); } catch (InterruptedException e) { }"
            ' System.out.println("late"); }).start();'
        )
        self.published(request)
        self.assertEqual(self.next_of(request, "stream")["content"]["text"], "late\n")

    def test_a_display_is_updated_from_a_thread_after_the_cell_has_ended(self):
        request = self.client.execute(
            'display("0 %", "progress");'
            "new Thread(() -> { try { Thread.sleep(500); } catch (InterruptedException e) { }"
            ' update("100 %", "progress"); }).start();'
        )
        self.published(request)
        update = self.next_of(request, "update_display_data")["content"]
        self.assertEqual(update["data"]["text/plain"], "100 %")
        self.assertEqual(update["transient"], {"display_id": "progress"})
        # Tools that save notebooks listen while cells run.
        again = [m["content"] for m in self.run_cell("1")[1] if m["msg_type"] == "update_display_data"]
        self.assertEqual(again, [update])

    def test_an_exception_in_a_thread_is_told_in_its_cell(self):
        request = self.client.execute('new Thread(() -> { throw new RuntimeException("in thread"); }, "mine").start();')
        told = self.next_of(request, "stream")["content"]
        self.assertEqual(told["name"], "stderr")
        self.assertIn('Thread "mine" ended: ', told["text"])
        self.assertIn("java.lang.RuntimeException: in thread", told["text"])
        self.assertRegex(told["text"], r"at Cell \d+, line 1")

    def test_the_common_pool_prints(self):
        _, published = self.run_cell('IntStream.range(0, 8).parallel().forEach(i -> System.out.print("x"));')
        self.assertEqual(text(published), "x" * 8)

    def test_output_can_be_cleared(self):
        _, published = self.run_cell("clear();")
        self.assertEqual([m["content"] for m in published if m["msg_type"] == "clear_output"], [{"wait": False}])

    def test_a_loop_has_a_bar_that_stops_when_the_loop_is_left(self):
        _, published = self.run_cell('for (var i : progress(5, "work")) { if (i == 2) break; }')
        bars = [m for m in published if m["msg_type"] in ("display_data", "update_display_data")]
        # A cell that takes long has more updates than one.
        self.assertEqual((bars[0]["msg_type"], bars[-1]["msg_type"]), ("display_data", "update_display_data"))
        self.assertIn("stopped at 2 of 5 after", bars[-1]["content"]["data"]["text/plain"])
        self.assertIn("<progress", bars[-1]["content"]["data"]["text/html"])
    def test_a_bar_of_a_thread_goes_on_after_the_cell_has_ended(self):
        request = self.client.execute(
            'new Thread(() -> { for (var i : progress(3, "late")) { try { Thread.sleep(200); }'
            " catch (InterruptedException e) { } } }).start();"
        )
        self.published(request)
        while "3 in" not in self.next_of(request, "update_display_data")["content"]["data"]["text/plain"]:
            pass

    def test_a_renderer_that_fails_leaves_the_text_and_tells_why(self):
        _, published = self.run_cell(
            "record Broken(int value) {\n"
            '  public int value() { throw new IllegalStateException("no value"); }\n'
            '  public String toString() { return "a broken one"; }\n'
            "}\n"
            "new Broken(1)"
        )
        results = [m["content"]["data"]["text/plain"] for m in published if m["msg_type"] == "execute_result"]
        self.assertEqual(results, ["a broken one"])
        self.assertIn('A value of type "Broken" cannot be shown', text(published, "stderr"))
        self.assertIn("no value", text(published, "stderr"))

    def test_what_is_printed_comes_before_what_is_displayed_after_it(self):
        _, published = self.run_cell('System.out.print("a"); display("b"); System.out.print("c");')
        kinds = [m["msg_type"] for m in published if m["msg_type"] in ("stream", "display_data")]
        self.assertEqual(kinds, ["stream", "display_data", "stream"])


class Input(KernelTests):
    def answered(self, code, answer):
        request = self.client.execute(code, allow_stdin=True)
        question = self.client.get_stdin_msg(timeout=LIMIT)["content"]
        self.client.input(answer)
        results = [m for m in self.published(request) if m["msg_type"] == "execute_result"]
        return question, results[0]["content"]["data"]["text/plain"]

    def test_standard_input_asks_for_lines(self):
        self.assertEqual(self.answered("new Scanner(System.in).nextLine()", "héllo")[1], "héllo")

    def test_input_has_a_prompt(self):
        question, value = self.answered('input("Name? ")', "Ada")
        self.assertEqual((question, value), ({"prompt": "Name? ", "password": False}, "Ada"))

    def test_a_password_is_hidden(self):
        question, value = self.answered('password("Key? ").length()', "secret")
        self.assertEqual((question, value), ({"prompt": "Key? ", "password": True}, "6"))

    def test_two_threads_ask_one_after_the_other(self):
        request = self.client.execute(
            'var one = new FutureTask<String>(() -> input("Name? ")); var two = new FutureTask<String>(() -> input("Name? "));'
            "new Thread(one).start(); new Thread(two).start(); new TreeSet<>(List.of(one.get(), two.get()))",
            allow_stdin=True,
        )
        for name in ("Ada", "Grace"):
            self.client.get_stdin_msg(timeout=LIMIT)
            self.client.input(name)
        results = [m for m in self.published(request) if m["msg_type"] == "execute_result"]
        self.assertEqual(results[0]["content"]["data"]["text/plain"], "[Ada, Grace]")

    def test_without_a_user_the_cell_fails(self):
        reply, _ = self.run_cell('input("Name? ")')
        self.assertIn("this frontend has no user to ask", reply["evalue"])

    def test_waiting_for_input_can_be_interrupted_and_input_works_afterwards(self):
        request = self.client.execute("System.in.read()", allow_stdin=True)
        self.client.get_stdin_msg(timeout=LIMIT)
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(request)["ename"], "Interrupted")
        self.assertEqual(self.answered('input("")', "works")[1], "works")


class Interrupts(KernelTests):
    def interrupted(self, code, before="", first="started"):
        request = self.client.execute(before + '\nSystem.out.println("started");\n' + code)
        while first not in self.next_of(request, "stream")["content"]["text"]:
            pass
        self.manager.interrupt_kernel()
        reply = self.reply(request)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
        self.assertValue("1 + 1", "2")
        return reply

    def test_a_busy_loop(self):
        self.interrupted("while (true) { }")

    def test_a_loop_keeps_what_it_counted(self):
        self.interrupted(
            "while (true) rounds++;",
            "int rounds = 0;\nnew Thread(() -> { try { while (rounds == 0) Thread.sleep(5);"
            ' System.out.println("counted"); } catch (InterruptedException e) { } }).start();',
            first="counted",
        )
        self.assertValue("rounds > 0", "true")

    def test_a_sleep(self):
        self.interrupted("Thread.sleep(100_000);")

    def test_a_wait(self):
        self.interrupted("synchronized (this_is) { this_is.wait(); }", "Object this_is = new Object();")

    def test_a_flood_of_displays(self):
        self.interrupted('while (true) { display("flood"); }')

    def test_a_flood_of_output(self):
        self.interrupted('while (true) { System.out.println("flood"); }')

    def test_a_parallel_stream(self):
        self.interrupted("IntStream.range(0, 100).parallel().forEach(i -> { while (true) { } });")

    def test_a_blocked_read_is_given_up(self):
        reply = self.interrupted("server.accept();", "var server = new java.net.ServerSocket(0);")
        self.assertIn("interrupted", reply["evalue"])

    def test_a_cell_that_is_still_being_compiled(self):
        classes = "\n".join(f"record Long{i}(int a, String b) {{ int sum() {{ return a + b.length(); }} }}" for i in range(40))
        request = self.client.execute(classes + "\nwhile (true) { }")
        self.next_of(request, "execute_input")
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(request)["ename"], "Interrupted")
        self.assertValue("2 + 2", "4")

    def test_an_interrupt_that_follows_at_once(self):
        for _ in range(20):
            request = self.client.execute("while (true) { }")
            self.ask("control", "interrupt_request")
            self.assertEqual(self.reply(request)["ename"], "Interrupted")

    def test_an_idle_kernel(self):
        self.assertEqual(self.ask("control", "interrupt_request"), {"status": "ok"})
        self.assertValue("3 + 3", "6")

    def test_cells_behind_the_interrupted_one_are_aborted(self):
        first = self.client.execute('System.out.println("started"); while (true) { }')
        second = self.client.execute("1")
        self.next_of(first, "stream")
        self.ask("shell", "kernel_info_request")  # answered when the second cell has been received
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(first)["status"], "error")
        self.assertEqual(self.reply(second)["status"], "aborted")


# As sitecustomize.py it keeps a Python from its program while a file is there.
HOLD = """\
import os, time
while os.path.exists({file!r}):
    time.sleep(0.05)
"""


class ClusterStart(KernelTests):
    @classmethod
    def setUpClass(cls):
        cls.silent = socket.create_server(("127.0.0.1", 0))
        cls.directory = tempfile.TemporaryDirectory()
        kubeconfig = os.path.join(cls.directory.name, "config")
        with open(kubeconfig, "w") as file:
            file.write(SILENT_KUBERNETES.format(port=cls.silent.getsockname()[1]))
        os.environ["KUBECONFIG"] = kubeconfig
        try:
            super().setUpClass()
        finally:
            del os.environ["KUBECONFIG"]

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.directory.cleanup()
        cls.silent.close()

    def completed(self, line):
        return self.ask("shell", "complete_request", {"code": line, "cursor_pos": len(line)})["matches"]

    def test_names_of_clusters_are_completed(self):
        self.assertEqual(self.run_cell("%kubecluster start --local --name complete-me")[0]["status"], "ok")
        for line in ("attach --local co", "close --local --delete co", "scale 3 --local --cluster co"):
            found = []
            limit = time.monotonic() + LIMIT
            while not found and time.monotonic() < limit:  # nobody waits long for names while typing
                found = self.completed("%kubecluster " + line)
            self.assertEqual(found, ["complete-me"], line)
        self.run_cell("%kubecluster close")

    def test_no_name_is_waited_for_where_kubernetes_does_not_answer(self):
        self.assertIn("--local", self.completed("%kubecluster attach --kubernetes silent "))
        self.assertEqual(self.completed("%kubecluster attach c"), [])

    def test_one_that_is_interrupted_leaves_a_cluster_to_be_scaled_and_closed(self):
        watch = self.client.execute(
            "new Thread(() -> { while (KubeCluster.open().isEmpty()) Thread.onSpinWait();"
            ' System.out.println("pending"); }).start();'
        )
        self.assertEqual(self.reply(watch)["status"], "ok")
        hold = os.path.join(self.directory.name, "hold")
        open(hold, "w").close()
        with open(os.path.join(self.directory.name, "sitecustomize.py"), "w") as file:
            file.write(HOLD.format(file=hold))
        start = self.client.execute(
            "%kubecluster start --local --workers 1 --name interrupted --env PYTHONPATH=" + self.directory.name
        )
        self.next_of(watch, "stream")
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(start)["ename"], "Interrupted")
        os.remove(hold)
        self.assertEqual(self.run_cell("%kubecluster scale 0")[0]["status"], "ok")
        self.assertEqual(self.run_cell("%kubecluster close")[0]["status"], "ok")
        listed = text(self.run_cell("%kubecluster list --local")[1])
        self.assertEqual(listed, "No cluster is open here.\nNo cluster is there.\n")


class ClusterInUse(KernelTests):
    """A cluster goes on whatever a cell does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("%kubecluster start --local --name lasting", "var client = cluster.client();"):
            cls.client.execute_interactive(code, allow_stdin=False, output_hook=lambda m: None, timeout=LIMIT)

    def fails(self, code, name):
        self.assertEqual(self.run_cell(code)[0]["ename"], name)

    def assertWorks(self, workers):
        _, published = self.run_cell(f"%kubecluster scale {workers}")
        self.assertTrue(text(published).endswith(f'Cluster "lasting" has {workers} workers ready.\n'), text(published))
        self.assertValue('client.submit("operator.add", 1, 2).result()', "3")

    def test_it_survives_system_exit(self):
        self.fails("System.exit(3);", "SystemExit")
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "Exits.java"), "w") as source:
                source.write("package library; public class Exits { public static void exit() { System.exit(3); } }")
            self.run_cell(
                "javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null,"
                f' "-d", "{directory}", "{directory}/Exits.java");\n%classpath {directory}'
            )
            self.fails("library.Exits.exit();", "SystemExit")
        self.assertWorks(workers=1)

    def test_it_survives_a_stack_overflow(self):
        self.fails("int deep(int i) { return deep(i + 1) + 1; }\ndeep(0)", "StackOverflowError")
        self.fails(
            'Object use() { var sum = client.submit("operator.add", 1, 2); return use() + "" + sum; }\nuse()',
            "StackOverflowError",
        )
        self.assertWorks(workers=2)


class WhileACellRuns(KernelTests):
    def setUp(self):
        self.running = self.client.execute('System.out.println("started"); Thread.sleep(100_000);')
        self.next_of(self.running, "stream")

    def tearDown(self):
        # With its reply: an interrupt that is still on its way would stop the next test's cell.
        self.ask("control", "interrupt_request")
        self.reply(self.running)

    def test_kernel_info_is_answered(self):
        self.assertEqual(self.ask("shell", "kernel_info_request")["status"], "ok")

    def test_code_is_completed(self):
        self.assertIn("StringBuilder", self.ask("shell", "complete_request", {"code": "StringBui", "cursor_pos": 9})["matches"])

    def test_comms_are_listed(self):
        self.assertEqual(self.ask("shell", "comm_info_request")["comms"], {})

    def test_a_comm_to_an_unknown_target_is_closed(self):
        message = self.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nothing", "data": {}})
        self.client.shell_channel.send(message)
        self.assertEqual(self.next_of(message["header"]["msg_id"], "comm_close")["content"]["comm_id"], "c1")


class Subshells(KernelTests):
    """Kernel subshells, JEP 91."""

    def setUp(self):
        self.running = self.client.execute('System.out.println("started"); Thread.sleep(100_000);')
        self.next_of(self.running, "stream")
        self.subshell = self.ask("control", "create_subshell_request")["subshell_id"]

    def tearDown(self):
        # With its reply: an interrupt that is still on its way would stop the next test's cell.
        self.ask("control", "interrupt_request")
        self.reply(self.running)
        self.ask("control", "delete_subshell_request", {"subshell_id": self.subshell})

    def send(self, kind, content, subshell):
        message = self.client.session.msg(kind, content)
        message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def test_they_are_a_feature(self):
        self.assertIn("kernel subshells", self.ask("shell", "kernel_info_request")["supported_features"])

    def test_they_are_listed(self):
        self.assertEqual(self.ask("control", "list_subshell_request")["subshell_id"], [self.subshell])

    def test_comms_are_served_while_a_cell_sleeps(self):
        content = {"comm_id": "s1", "target_name": "nothing", "data": {}}
        request = self.send("comm_open", content, self.subshell)
        self.assertEqual(self.next_of(request, "comm_close")["content"]["comm_id"], "s1")

    def test_code_is_completed_while_a_cell_sleeps(self):
        request = self.send("complete_request", {"code": "StringBui", "cursor_pos": 9}, self.subshell)
        self.assertIn("StringBuilder", self.reply(request)["matches"])

    def test_a_cell_waits_for_the_one_that_runs_and_says_so(self):
        request = self.send("execute_request", {"code": "6 * 7", "silent": False}, self.subshell)
        told = self.next_of(request, "stream")["content"]
        self.assertEqual(
            told["text"], "Waiting for the cell that runs: the notebook's Java runs one cell at a time.\n"
        )
        self.manager.interrupt_kernel()
        self.assertEqual(self.next_of(request, "execute_result")["content"]["data"]["text/plain"], "42")

    def test_one_that_is_not_there_is_refused(self):
        request = self.send("execute_request", {"code": "1"}, "gone")
        reply = self.reply(request)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "UnknownSubshell"))


class Lives(KernelTests):
    def second(self):
        """Returns a client that has nothing to do with the first."""
        client = BlockingKernelClient()
        client.load_connection_info(self.manager.get_connection_info())
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        return client

    def test_a_second_client_is_served(self):
        second = self.second()
        try:
            reply = second.execute_interactive("1 + 1", allow_stdin=False, output_hook=lambda m: None, timeout=LIMIT)
            self.assertEqual(reply["content"]["status"], "ok")
        finally:
            second.stop_channels()

    def test_two_clients_run_cells_at_once(self):
        second = self.second()
        try:
            requests = [(c, c.execute(f"{i} * 2")) for i in range(20) for c in (self.client, second)]
            for client, request in requests:
                message = client.get_shell_msg(timeout=LIMIT)
                self.assertEqual((message["parent_header"]["msg_id"], message["content"]["status"]), (request, "ok"))
        finally:
            second.stop_channels()

    def test_five_thousand_broken_messages_are_survived(self):
        dice = random.Random(5)
        session = self.client.session
        for i in range(5000):
            channel = dice.choice((self.client.shell_channel, self.client.control_channel, self.client.stdin_channel))
            frames = session.serialize(session.msg("execute_request", {"code": "broken = true;"}))
            which = dice.randrange(len(frames))
            damage = dice.choice(("random", "truncated", "unsigned", "noise"))
            if damage == "random":
                frames[which] = dice.randbytes(dice.randrange(200))
            elif damage == "truncated":
                frames = frames[: max(1, which)]
            elif damage == "unsigned":
                frames[1] = b"0" * 64
            else:
                frames = [dice.randbytes(dice.randrange(1, 200)) for _ in range(dice.randrange(1, 8))]
            channel.socket.send_multipart(frames)
        self.assertEqual(self.ask("shell", "kernel_info_request")["status"], "ok")
        self.assertEqual(self.ask("control", "kernel_info_request")["status"], "ok")
        self.assertValue("1 + 1", "2")

    def test_wrong_signatures_are_survived(self):
        session = self.client.session.clone()
        session.key = b"wrong"
        for channel in (self.client.shell_channel, self.client.control_channel):
            session.send(channel.socket, session.msg("kernel_info_request"))
        self.assertEqual(self.ask("shell", "kernel_info_request")["status"], "ok")
        self.assertEqual(self.ask("control", "kernel_info_request")["status"], "ok")

    def test_restart_forgets_and_works(self):
        self.run_cell("int forgotten = 1;")
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=LIMIT)
        self.assertEqual(self.run_cell("forgotten")[0]["status"], "error")
        self.assertValue("1 + 1", "2")


class OverUnixSockets(KernelTests):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.options = {"transport": "ipc", "ip": cls.directory.name + "/kernel"}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.directory.cleanup()

    def test_the_sockets_are_for_their_owner_alone(self):
        sockets = os.listdir(self.directory.name)
        self.assertEqual(len(sockets), 5)
        for each in sockets:
            self.assertEqual(os.stat(os.path.join(self.directory.name, each)).st_mode & 0o077, 0)

    def test_cells_run(self):
        self.assertValue("1 + 1", "2")

    def test_much_output_comes_whole(self):
        _, published = self.run_cell('System.out.print("x".repeat(1_000_000));')
        self.assertEqual(len(text(published)), 1_000_000)


class Ends(KernelTests):
    def setUp(self):
        if not self.manager.is_alive():
            self.setUpClass()

    def ended(self):
        limit = time.monotonic() + LIMIT
        while self.manager.is_alive() and time.monotonic() < limit:
            time.sleep(0.02)
        return not self.manager.is_alive()

    def shut_down(self):
        reply = self.ask("control", "shutdown_request", {"restart": False})
        self.assertEqual(reply, {"status": "ok", "restart": False})
        self.assertTrue(self.ended())

    def test_an_idle_kernel_ends(self):
        self.shut_down()

    def test_a_kernel_ends_while_a_cell_runs(self):
        request = self.client.execute('System.out.println("started"); while (true) { }')
        self.next_of(request, "stream")
        self.shut_down()

    def test_a_kernel_ends_with_its_parent(self):
        parent = (
            "import os, sys; from jupyter_client.manager import KernelManager;"
            "m = KernelManager(kernel_name=sys.argv[1]); m.start_kernel(); c = m.client(); c.start_channels();"
            "c.wait_for_ready(timeout=120); print(m.provisioner.pid, flush=True); os._exit(0)"
        )
        kernel = int(subprocess.run([sys.executable, "-c", parent, self.kernel_name], stdout=subprocess.PIPE).stdout)
        limit = time.monotonic() + LIMIT
        while os.path.exists(f"/proc/{kernel}/cmdline") and time.monotonic() < limit:
            time.sleep(0.1)
        self.assertFalse(os.path.exists(f"/proc/{kernel}/cmdline"))

    def test_a_kernel_ends_on_sigterm(self):
        self.manager.signal_kernel(15)
        self.assertTrue(self.ended())

