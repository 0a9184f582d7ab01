"""The public suite for Jupyter kernels, with every sample it asks for."""

from unittest import mock

import jupyter_kernel_test

KERNEL = "kubecluster-java"


class Public(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "java"

    def execute_helper(self, *arguments, **options):
        """Waits longer than 0.1 s for the next message: on a busy machine that is no sign of a fault."""
        channel = self.kc.iopub_channel
        receive = channel.get_msg
        with mock.patch.object(channel, "get_msg", lambda timeout: receive(timeout=10 * timeout)):
            return super().execute_helper(*arguments, **options)

    file_extension = ".jsh"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": "StringBui", "matches": {"StringBuilder"}},
        {"text": '"a".isEmp', "matches": {"isEmpty()"}},
        {"text": "int first = 1;\nfir", "matches": {"first"}},
        {"text": "%kubeclu", "matches": {"%kubecluster"}},
    ]
    complete_code_samples = ["1", "int x = 1;", 'System.out.println("x")', "void f() {}", "%lsmagic"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "int x =", "class A {\n  int a;"]
    invalid_code_samples = ["int x = ;", "foo)"]
    code_page_something = 'page("a long text");'
    code_generate_error = 'throw new RuntimeException("x");'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": '"a" + 1', "result": "a1"}]
    code_display_data = [
        {
            "code": "var d = new org.dflib.jjava.jupyter.kernel.display.DisplayData();\n"
            'd.putHTML("<b>x</b>");\n'
            "display(d);",
            "mime": "text/html",
        }
    ]
    code_history_pattern = "6?*7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "String.valueOf"
    code_clear_output = "clear();"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


del jupyter_kernel_test
