"""What the public suite does not ask: interrupts, input, background output, comms, shutdown, broken messages."""

import os
import subprocess
import sys
import tempfile
import time
import unittest

from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager

LIMIT = 30


class KernelTests(unittest.TestCase):
    """A kernel for the tests of a class."""

    kernel_name = "kubecluster-java"
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name=cls.kernel_name, **cls.options)
        cls.manager.start_kernel()
        cls.client = cls.connect()

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

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
        self.assertLess(len(published), 50)

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
        requests = [self.client.execute(code) for code in ("Thread.sleep(500); throw new Exception();", "1", "2")]
        self.assertEqual([self.reply(r)["status"] for r in requests], ["error", "aborted", "aborted"])

    def test_cells_behind_a_failed_one_run_if_that_is_wanted(self):
        requests = [
            self.client.execute("Thread.sleep(500); throw new Exception();", stop_on_error=False),
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
        reply = self.ask("control", "debug_request", {"type": "request", "command": "initialize"})
        self.assertEqual(reply["status"], "error")


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
    def interrupted(self, code, before=""):
        request = self.client.execute(before + '\nSystem.out.println("started");\n' + code)
        self.next_of(request, "stream")
        self.manager.interrupt_kernel()
        reply = self.reply(request)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
        self.assertValue("1 + 1", "2")
        return reply

    def test_a_busy_loop(self):
        self.interrupted("while (true) { }")

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

    def test_an_idle_kernel(self):
        self.assertEqual(self.ask("control", "interrupt_request"), {"status": "ok"})
        self.assertValue("3 + 3", "6")

    def test_cells_behind_the_interrupted_one_are_aborted(self):
        first = self.client.execute('System.out.println("started"); while (true) { }')
        second = self.client.execute("1")
        self.next_of(first, "stream")
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(first)["status"], "error")
        self.assertEqual(self.reply(second)["status"], "aborted")


class WhileACellRuns(KernelTests):
    def setUp(self):
        self.running = self.client.execute('System.out.println("started"); Thread.sleep(100_000);')
        self.next_of(self.running, "stream")

    def tearDown(self):
        self.manager.interrupt_kernel()
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


class Lives(KernelTests):
    def test_a_second_client_is_served(self):
        second = BlockingKernelClient()
        second.load_connection_info(self.manager.get_connection_info())
        second.start_channels()
        second.wait_for_ready(timeout=LIMIT)
        try:
            reply = second.execute_interactive("1 + 1", allow_stdin=False, output_hook=lambda m: None, timeout=LIMIT)
            self.assertEqual(reply["content"]["status"], "ok")
        finally:
            second.stop_channels()

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
        for socket in sockets:
            self.assertEqual(os.stat(os.path.join(self.directory.name, socket)).st_mode & 0o077, 0)

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
            "c.wait_for_ready(timeout=30); print(m.provisioner.pid, flush=True); os._exit(0)"
        )
        kernel = int(subprocess.run([sys.executable, "-c", parent, self.kernel_name], stdout=subprocess.PIPE).stdout)
        limit = time.monotonic() + LIMIT
        while os.path.exists(f"/proc/{kernel}/cmdline") and time.monotonic() < limit:
            time.sleep(0.1)
        self.assertFalse(os.path.exists(f"/proc/{kernel}/cmdline"))

    def test_a_kernel_ends_on_sigterm(self):
        self.manager.signal_kernel(15)
        self.assertTrue(self.ended())

