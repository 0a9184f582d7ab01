package io.github.kubecluster.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Widgets as cells of Java use them; no browser is there. */
class WidgetTest {
    static final List<Widget<?>> ALL = List.of(
            IntSlider.of(0, 10),
            FloatSlider.of(0, 1),
            IntText.of(0, 10),
            IntProgress.of(0, 10).style(Style.SUCCESS),
            Text.of("text"),
            Label.of("label"),
            HTML.of("<b>html</b>"),
            Checkbox.of("check"),
            Dropdown.of("one", "two"),
            Button.of("button"),
            VBox.of(),
            HBox.of(),
            Tab.of(),
            Accordion.of(),
            Output.of());

    final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();

    @Test
    void a_value_is_set_and_read() {
        assertThat(IntSlider.of(2, 10).value()).isEqualTo(2);
        assertThat(IntSlider.of(2, 10).value(7).value()).isEqualTo(7);
        assertThat(FloatSlider.of(0, 1).value(0.25).value()).isEqualTo(0.25);
        assertThat(Text.of("a").value("b").value()).isEqualTo("b");
        assertThat(Checkbox.of("on").value(true).value()).isTrue();
        assertThat(Dropdown.of(10, 20, 30).value(20).value()).isEqualTo(20);
    }

    @Test
    void a_value_out_of_bounds_is_refused_and_the_widget_stays_as_it_is() {
        IntSlider slider = IntSlider.of(0, 10).value(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slider.value(11))
                .withMessage("Cannot set this widget to 11. Give a number from 0 to 10.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dropdown.of("a", "b").value("c"))
                .withMessage("Cannot choose c. Give one of [a, b].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntSlider.of(5, 1))
                .withMessage("Cannot have a widget from 5 to 1: the upper bound is below the lower one."
                        + " Give the lower bound first.");
        assertThat(slider.value()).isEqualTo(3);
    }

    @Test
    void a_handler_gets_the_new_value_on_a_thread_of_its_own() throws Exception {
        IntSlider.of(0, 10)
                .onChange(value -> handled.add(
                        value + Thread.currentThread().getThreadGroup().getName()))
                .value(5);
        assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("5kubecluster");
    }

    @Test
    void changes_that_come_while_handlers_run_arrive_as_one() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        IntSlider slider = IntSlider.of(0, 10);
        slider.onChange(value -> {
            handled.add(value);
            entered.countDown();
            assertThat(uninterrupted(released)).isTrue();
        });
        slider.value(1);
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
        slider.value(2).value(3).value(4);
        released.countDown();
        assertThat(List.of(handled.take(), handled.take())).containsExactly(1, 4);
        assertThat(handled.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void a_change_in_a_handler_reaches_the_handlers_of_others() throws Exception {
        IntProgress bar = IntProgress.of(0, 10).onChange(handled::add);
        IntSlider.of(0, 10).onChange(bar::value).value(6);
        assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo(6);
    }

    @Test
    void what_is_chosen_stays_so_among_other_options() {
        Dropdown<String> choice = Dropdown.of("a", "b").value("b");
        assertThat(choice.options(List.of("c", "b")).value()).isEqualTo("b");
        assertThat(choice.options(List.of("c", "d")).value()).isEqualTo("c");
    }

    @Test
    void pages_have_titles() {
        Tab tab = Tab.of("first", Label.of("1")).add("second", Label.of("2"));
        assertThat(tab.children()).hasSize(2);
        assertThat(tab.model().get("titles")).isEqualTo(List.of("first", "second"));
        assertThat(tab.selected()).contains(0);
        assertThat(Accordion.of().selected()).isEmpty();
    }

    @Test
    void a_layout_takes_properties_by_their_names_in_css() {
        Layout layout = new Layout().width("50%").with("flex-flow", "row wrap").border("1px solid grey");
        assertThat(layout.model().full())
                .containsEntry("width", "50%")
                .containsEntry("flex_flow", "row wrap")
                .containsEntry("border_left", "1px solid grey");
    }

    @Test
    void a_widget_is_told_in_words() {
        assertThat(VBox.of(IntSlider.of(0, 10).description("Workers"), Button.of("Scale")))
                .hasToString("VBox(children=[IntSlider(description=Workers, min=0, max=10, value=0, step=1),"
                        + " Button(description=Scale)])");
    }

    @Test
    void output_is_kept_as_notebooks_keep_it() {
        OutputList outputs = new OutputList();
        outputs.take("stream", Json.object(Map.of("name", "stdout", "text", "a")));
        outputs.take("stream", Json.object(Map.of("name", "stdout", "text", "b\n")));
        outputs.take("display_data", display("one", "first"));
        outputs.take("update_display_data", display("one", "second"));
        assertThat(outputs.list())
                .containsExactly(
                        Json.parse("{\"name\": \"stdout\", \"text\": \"ab\\n\", \"output_type\": \"stream\"}"),
                        Json.parse("{\"data\": {\"text/plain\": \"second\"}, \"metadata\": {},"
                                + " \"output_type\": \"display_data\"}"));
        assertThat(outputs.text()).isEqualTo("ab\nsecond");
    }

    @Test
    void output_that_is_cleared_with_wait_stays_until_there_is_other() {
        OutputList outputs = new OutputList();
        outputs.take("stream", Json.object(Map.of("name", "stdout", "text", "a")));
        outputs.take("clear_output", Json.object(Map.of("wait", true)));
        assertThat(outputs.text()).isEqualTo("a");
        outputs.take("stream", Json.object(Map.of("name", "stdout", "text", "b")));
        assertThat(outputs.text()).isEqualTo("b");
    }

    @Test
    void a_flood_of_output_keeps_its_end() {
        OutputList outputs = new OutputList();
        for (int i = 0; i < 300; i++) {
            outputs.take("display_data", display("id" + i, "shown " + i));
        }
        outputs.take("stream", Json.object(Map.of("name", "stdout", "text", "x")));
        outputs.take("stream", Json.object(Map.of("name", "stdout", "text", "y".repeat(200_000))));
        assertThat(outputs.list()).hasSize(200);
        assertThat(outputs.text()).endsWith("y").hasSizeLessThan(110_000).doesNotContain("shown 100.");
    }

    /** The names of classes are those that frontends have; a misspelt one is an error box there. */
    @ParameterizedTest
    @FieldSource("ALL")
    void every_widget_begins_with_the_members_that_every_state_has(Widget<?> widget) {
        assertThat(widget.model().full().keySet())
                .startsWith(
                        "_model_module",
                        "_model_module_version",
                        "_model_name",
                        "_view_module",
                        "_view_module_version",
                        "_view_name");
    }

    private static JsonObject display(String id, String text) {
        return Json.object(Map.of(
                "data", Map.of("text/plain", text), "metadata", Map.of(), "transient", Map.of("display_id", id)));
    }

    private static boolean uninterrupted(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
