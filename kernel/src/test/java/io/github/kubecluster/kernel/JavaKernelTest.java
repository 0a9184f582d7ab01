package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.kubecluster.interpreter.JavaInterpreter;
import io.github.kubecluster.jupyter.Channel;
import io.github.kubecluster.jupyter.ConnectionFile;
import io.github.kubecluster.jupyter.Displays;
import io.github.kubecluster.jupyter.KernelServer;
import io.github.kubecluster.jupyter.SigningKey;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class JavaKernelTest {
    final List<String> ran = new ArrayList<>();
    KernelServer server;
    JavaInterpreter interpreter;
    JavaKernel kernel;

    @BeforeEach
    void start() {
        server = KernelServer.bind(connection());
        interpreter = new JavaInterpreter(KernelScope.make());
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int x = 1;           | complete",
                "%kubecluster scale 3 | complete",
                "%%dask               | complete",
                "foo)                 | invalid",
                "while (true) {       | '    '"
            })
    void a_console_learns_whether_a_cell_is_complete(String code, String answer) {
        assertThat(kernel.isComplete(code)).isEqualTo(answer);
    }

    @Test
    void a_name_is_told_about_by_its_signatures() {
        assertThat(text(kernel.inspect("Math.max(", 9, false))).contains("int Math.max(int a, int b)");
        assertThat(kernel.inspect("nothingLikeThis", 3, false)).isNull();
    }

    @Test
    void code_without_a_value_evaluates_to_nothing() {
        assertThat(kernel.eval("int x = 1;")).isNull();
    }

    @Test
    void an_extension_in_a_jar_that_a_cell_adds_brings_its_magics(@TempDir Path directory) throws Exception {
        Path jar = ExtensionJar.of(directory, "Greeting", """
                import java.util.List;
                import org.dflib.jjava.jupyter.Extension;
                import org.dflib.jjava.jupyter.kernel.BaseKernel;
                import org.dflib.jjava.jupyter.kernel.magic.registry.LineMagic;

                public class Greeting implements Extension {
                    private BaseKernel kernel;

                    @Override
                    public void install(BaseKernel kernel) {
                        this.kernel = kernel;
                    }

                    @LineMagic
                    public String salute(List<String> names) {
                        return "Hello " + names + " on " + kernel.getLanguageInfo().getName();
                    }

                    @LineMagic
                    public String peep(List<String> names) {
                        try {
                            return Class.forName(names.get(0)).getName();
                        } catch (ClassNotFoundException e) {
                            return "nothing";
                        }
                    }
                }
                """);
        assertThat(text(kernel.eval("%classpath " + jar + "\n%salute Ada"))).isEqualTo("Hello [Ada] on java");
        assertThat(text(kernel.eval("%peep io.github.kubecluster.kernel.KernelMagics")))
                .isEqualTo("nothing");
        assertThat(text(kernel.eval("%peep io.github.kubecluster.interpreter.JavaInterpreter")))
                .isEqualTo("nothing");
        assertThat(text(kernel.eval("%peep com.google.gson.Gson"))).isEqualTo("nothing");
    }

    @Test
    void an_extension_that_cannot_be_installed_leaves_the_class_path_added(@TempDir Path directory) throws Exception {
        Path jar = ExtensionJar.of(directory, "Failing", """
                public class Failing implements org.dflib.jjava.jupyter.Extension {
                    @Override
                    public void install(org.dflib.jjava.jupyter.kernel.BaseKernel kernel) {
                        throw new IllegalStateException("not today");
                    }

                    public static int answer() {
                        return 42;
                    }
                }
                """);
        kernel.eval("%classpath " + jar);
        assertThat(text(kernel.eval("%classpath"))).isEqualTo(jar.toString());
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

    @Test
    void a_widget_is_shown_as_one_and_as_text() {
        DisplayData shown = kernel.eval("var label = Label.of(\"hello\"); label");
        assertThat(text(shown)).isEqualTo("Label(value=hello)");
        JsonObject view = Displays.content(shown)
                .getAsJsonObject("data")
                .getAsJsonObject("application/vnd.jupyter.widget-view+json");
        assertThat(view.keySet()).containsExactlyInAnyOrder("version_major", "version_minor", "model_id");
    }

    @Test
    void a_widget_that_is_changed_is_not_shown_again() {
        assertThat(kernel.eval("var slider = IntSlider.of(0, 9); slider.value(7);"))
                .isNull();
        assertThat(text(kernel.eval("slider.value()"))).isEqualTo("7");
    }

    private static String text(DisplayData display) {
        return String.valueOf(display.getData(MIMEType.TEXT_PLAIN));
    }

    /** A connection for which the kernel chooses the ports. */
    private static ConnectionFile connection() {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            ports.put(channel, 0);
        }
        return new ConnectionFile("tcp", "127.0.0.1", ports, SigningKey.random(), ConnectionFile.HMAC_SHA256, "java");
    }
}
