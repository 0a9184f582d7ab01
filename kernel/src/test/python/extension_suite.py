"""What an extension on the kernel's class path brings: see EchoExtension."""

import client_suite
from client_suite import text


class Extension(client_suite.KernelTests):
    kernel_name = "echo"

    def test_its_magic_prints_and_displays_in_the_cell_and_returns_a_result(self):
        _, published = self.run_cell('%echo a "b c"')
        self.assertEqual(text(published), "out")
        shown = [m["content"]["data"]["text/plain"] for m in published if "data" in m["content"]]
        self.assertEqual(shown, ["displayed", "a b c"])

    def test_its_magic_binds_a_variable(self):
        self.run_cell("%echo x y")
        self.assertValue("echoed.size()", "2")

    def test_its_magic_runs_java(self):
        self.assertValue("%evaluate 6 * 7", "42")

    def test_its_comm_echoes_data_and_buffers(self):
        session = self.client.session
        opening = session.msg("comm_open", {"comm_id": "e1", "target_name": "library-echo", "data": {}})
        self.client.shell_channel.send(opening)
        message = session.msg("comm_msg", {"comm_id": "e1", "data": {"big": 2**53 + 1, "none": None}})
        session.send(self.client.shell_channel.socket, message, buffers=[b"\x00\x01", b""])
        echo = self.next_of(message["header"]["msg_id"], "comm_msg")
        self.assertEqual(echo["content"]["data"], {"big": 2**53 + 1, "none": None})
        self.assertEqual(echo["metadata"], {"echo": True})
        self.assertEqual([bytes(b) for b in echo["buffers"]], [b"\x00\x01", b""])
        self.assertIn("e1", self.ask("shell", "comm_info_request")["comms"])


del client_suite
