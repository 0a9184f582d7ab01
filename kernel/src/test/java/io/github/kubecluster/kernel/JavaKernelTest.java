package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.jupyter.Channel;
import io.github.kubecluster.jupyter.ConnectionFile;
import io.github.kubecluster.jupyter.KernelServer;
import io.github.kubecluster.jupyter.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.registry.LineMagic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class JavaKernelTest {
    final List<String> ran = new ArrayList<>();
    KernelServer server;
    JavaInterpreter interpreter;
    JavaKernel kernel;

    @BeforeEach
    void start() throws IOException {
        server = KernelServer.bind(connection());
        interpreter =
                new JavaInterpreter(new VisibleClasses(JavaKernelTest.class.getClassLoader()), CellClassPath.find());
        kernel = new JavaKernel(server, interpreter);
    }

    @AfterEach
    void close() {
        interpreter.close();
        server.close();
    }

    @Test
    void all_hooks_run_at_the_end_also_after_one_that_fails() {
        kernel.onShutdown(() -> ran.add("first"));
        kernel.onShutdown(() -> {
            throw new IllegalStateException("No.");
        });
        kernel.onShutdown(() -> ran.add("last"));
        kernel.shutDown();
        assertThat(ran).containsExactly("first", "last");
    }

    @Test
    void hooks_run_at_an_interrupt() {
        kernel.onInterrupt(() -> ran.add("interrupted"));
        kernel.interrupt();
        assertThat(ran).containsExactly("interrupted");
    }

    @Test
    void magics_may_be_annotated_methods() {
        kernel.getMagics().registerMagics(new Annotated());
        assertThat(text(kernel.eval("%greet Ada"))).isEqualTo("Hello [Ada]");
    }

    @Test
    void code_without_a_value_evaluates_to_nothing() {
        assertThat(kernel.eval("int x = 1;")).isNull();
    }

    static final List<Arguments> SHOWN = List.of(
            Arguments.of("text", "text"),
            Arguments.of(1.5, "1.5"),
            Arguments.of(List.of(1, 2), "[1, 2]"),
            Arguments.of(new int[] {1, 2}, "[1, 2]"),
            Arguments.of(new Object[] {1, new String[] {"a", null}}, "[1, [a, null]]"));

    @ParameterizedTest
    @FieldSource("SHOWN")
    void values_are_shown_as_text(Object value, String text) {
        assertThat(text(kernel.render(value))).isEqualTo(text);
    }

    @Test
    void display_data_is_shown_as_it_is() {
        DisplayData display = new DisplayData("x");
        assertThat(kernel.render(display)).isSameAs(display);
    }

    @Test
    void a_renderer_for_a_type_is_used() {
        kernel.getRenderer()
                .createRegistration(Thread.State.class)
                .preferring(MIMEType.TEXT_HTML)
                .register((state, context) ->
                        context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>" + state + "</b>"));
        assertThat(kernel.render(Thread.State.NEW).getData(MIMEType.TEXT_HTML)).isEqualTo("<b>NEW</b>");
    }

    /** Magics in the manner of the kernel base library. */
    public static final class Annotated {
        @LineMagic
        public String greet(List<String> arguments) {
            return "Hello " + arguments;
        }
    }

    private static String text(DisplayData display) {
        return String.valueOf(display.getData(MIMEType.TEXT_PLAIN));
    }

    private static ConnectionFile connection() throws IOException {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                ports.put(channel, free.getLocalPort());
            }
        }
        return new ConnectionFile("tcp", "127.0.0.1", ports, SigningKey.random(), ConnectionFile.HMAC_SHA256, "java");
    }
}
