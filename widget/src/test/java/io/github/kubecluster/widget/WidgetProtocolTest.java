package io.github.kubecluster.widget;

import static io.github.kubecluster.widget.Frontend.data;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.kubecluster.jupyter.Json;
import io.github.kubecluster.jupyter.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The widget messaging protocol, version 2.1, as its document has it: message by message, field by field. */
class WidgetProtocolTest {
    final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();
    final IntSlider slider = IntSlider.of(0, 10).description("Workers");

    Kernel kernel;
    Frontend browser;

    @BeforeEach
    void start() {
        kernel = new Kernel();
        browser = new Frontend(kernel.server.connection());
    }

    @AfterEach
    void end() {
        browser.close();
        kernel.close();
    }

    @Test
    void a_widget_that_is_shown_opens_a_comm_with_its_whole_state() {
        kernel.widgets.view(slider);

        Message opening = browser.hear("comm_open");
        assertThat(opening.metadata()).isEqualTo(Json.parse("{\"version\": \"2.1.0\"}"));
        assertThat(opening.buffers()).isEmpty();
        assertThat(opening.content())
                .isEqualTo(Json.parse("""
                {"comm_id": "%s", "target_name": "jupyter.widget", "data": {"buffer_paths": [], "state": {
                    "_model_module": "@jupyter-widgets/controls", "_model_module_version": "2.0.0",
                    "_model_name": "IntSliderModel",
                    "_view_module": "@jupyter-widgets/controls", "_view_module_version": "2.0.0",
                    "_view_name": "IntSliderView",
                    "description": "Workers", "min": 0, "max": 10, "step": 1, "value": 0}}}
                """.formatted(slider.model().id())));
    }

    @Test
    void what_displays_a_widget_names_its_model_and_the_version_of_the_schema() {
        assertThat(Json.tree(kernel.widgets.view(slider)))
                .isEqualTo(Json.parse("{\"version_major\": 2, \"version_minor\": 0, \"model_id\": \""
                        + slider.model().id() + "\"}"));
    }

    @Test
    void models_are_opened_before_those_that_refer_to_them() {
        Layout wide = new Layout().width("100%");
        VBox box = VBox.of(slider.layout(wide), Label.of("text").layout(wide));

        kernel.widgets.view(box);

        List<JsonObject> states = List.of(state(), state(), state(), state());
        assertThat(states)
                .extracting(state -> Json.text(state, "_model_name").orElseThrow())
                .containsExactly("LayoutModel", "IntSliderModel", "LabelModel", "VBoxModel");
        assertThat(Json.text(states.get(0), "_model_module")).contains("@jupyter-widgets/base");
        assertThat(states.get(1).get("layout"))
                .isEqualTo(Json.tree("IPY_MODEL_" + wide.model().id()));
        assertThat(states.get(3).get("children"))
                .isEqualTo(Json.tree(box.children().stream()
                        .map(child -> "IPY_MODEL_" + child.model().id())
                        .toList()));
    }

    @Test
    void a_change_in_java_is_an_update_of_the_changed_values() {
        kernel.widgets.view(slider);
        slider.value(0).value(7);

        Message update = browser.hear("comm_msg");
        assertThat(update.content().get("comm_id"))
                .isEqualTo(Json.tree(slider.model().id()));
        assertThat(data(update))
                .isEqualTo(Json.parse("{\"method\": \"update\", \"state\": {\"value\": 7}, \"buffer_paths\": []}"));
    }

    @Test
    void a_loop_that_changes_a_widget_ten_thousand_times_sends_less_and_its_last_value() {
        IntProgress bar = IntProgress.of(0, 10_000);
        kernel.widgets.view(bar);
        IntStream.rangeClosed(1, 10_000).forEach(bar::value);

        List<Integer> values = new ArrayList<>();
        while (!values.contains(10_000)) {
            values.add(data(browser.hear("comm_msg"))
                    .getAsJsonObject("state")
                    .get("value")
                    .getAsInt());
        }
        assertThat(values).isSorted().hasSizeLessThan(200);
    }

    @Test
    void a_change_in_a_browser_is_echoed_to_all_on_its_own_account_and_reaches_handlers() throws Exception {
        slider.onChange(handled::add);
        kernel.widgets.view(slider);

        Message edit =
                browser.tell(slider, "{\"method\": \"update\", \"state\": {\"value\": 4}, \"buffer_paths\": []}");

        assertThat(browser.answers(edit))
                .singleElement()
                .satisfies(echo -> assertThat(data(echo))
                        .isEqualTo(Json.parse(
                                "{\"method\": \"echo_update\", \"state\": {\"value\": 4}, \"buffer_paths\": []}")));
        assertThat(slider.value()).isEqualTo(4);
        assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo(4);
    }

    @Test
    void a_value_that_cannot_be_had_is_taken_back_and_the_user_told() {
        kernel.widgets.view(slider);

        Message edit =
                browser.tell(slider, "{\"method\": \"update\", \"state\": {\"value\": 11}, \"buffer_paths\": []}");

        List<Message> answers = browser.answers(edit);
        assertThat(answers)
                .extracting(answer -> answer.content().toString())
                .satisfiesExactly(
                        echo -> assertThat(echo).contains("\"echo_update\"", "{\"value\":11}"),
                        correction -> assertThat(correction).contains("\"update\"", "{\"value\":0}"),
                        words -> assertThat(words)
                                .contains("Cannot set this widget to 11. Give a number from 0 to 10."));
        assertThat(slider.value()).isZero();
    }

    @Test
    void browsers_change_nothing_but_what_users_can_edit() {
        kernel.widgets.view(slider);

        Message edit = browser.tell(
                slider, "{\"method\": \"update\", \"state\": {\"max\": 100, \"other\": 1}, \"buffer_paths\": []}");

        assertThat(browser.answers(edit)).isEmpty();
        assertThat(slider.model().full()).containsEntry("max", 10).doesNotContainKey("other");
    }

    @Test
    void a_request_for_the_state_is_answered_with_all_of_it_on_its_own_account() {
        kernel.widgets.view(slider.value(3));
        JsonObject whole = state();

        List<Message> answers = browser.answers(browser.tell(slider, "{\"method\": \"request_state\"}"));

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.type()).isEqualTo("comm_msg");
            assertThat(data(answer).get("method")).isEqualTo(Json.tree("update"));
            assertThat(data(answer).get("state")).isEqualTo(whole);
            assertThat(data(answer).get("buffer_paths")).isEqualTo(Json.tree(List.of()));
        });
    }

    @Test
    void the_control_comm_of_each_browser_gets_the_states_of_all_widgets() {
        kernel.widgets.view(slider);
        JsonObject whole = state();

        for (String control : List.of("first", "second")) {
            JsonObject answer = data(states(control));
            assertThat(answer.get("method")).isEqualTo(Json.tree("update_states"));
            assertThat(answer.get("buffer_paths")).isEqualTo(Json.tree(List.of()));
            JsonObject model = answer.getAsJsonObject("states")
                    .getAsJsonObject(slider.model().id());
            assertThat(model.keySet())
                    .containsExactlyInAnyOrder("model_name", "model_module", "model_module_version", "state");
            assertThat(model.get("model_name")).isEqualTo(Json.tree("IntSliderModel"));
            assertThat(model.get("model_module")).isEqualTo(Json.tree("@jupyter-widgets/controls"));
            assertThat(model.get("model_module_version")).isEqualTo(Json.tree("2.0.0"));
            assertThat(model.get("state")).isEqualTo(whole);
        }
    }

    @Test
    void the_states_of_another_process_s_widgets_are_among_them_until_they_are_forgotten() {
        kernel.widgets.note("theirs", said("comm_open", """
                {"state": {"_model_name": "ImageModel", "_model_module": "@jupyter-widgets/controls",
                           "_model_module_version": "2.0.0", "width": 7, "description": "a"},
                 "buffer_paths": [["value"]]}""", new byte[] {1}));
        kernel.widgets.note("theirs", said("comm_msg", "{\"state\": {\"description\": \"b\"}}"));

        Message answer = states("first");
        assertThat(data(answer).getAsJsonObject("states").get("theirs")).isEqualTo(Json.parse("""
                {"model_name": "ImageModel", "model_module": "@jupyter-widgets/controls", "model_module_version": "2.0.0",
                 "state": {"_model_name": "ImageModel", "_model_module": "@jupyter-widgets/controls",
                           "_model_module_version": "2.0.0", "width": 7, "description": "b"}}"""));
        assertThat(data(answer).get("buffer_paths")).isEqualTo(Json.tree(List.of(List.of("theirs", "state", "value"))));
        assertThat(answer.buffers()).containsExactly(new byte[] {1});

        kernel.widgets.forget("theirs");
        assertThat(data(states("second")).getAsJsonObject("states").keySet()).isEmpty();
    }

    private static Message said(String type, String data, byte[]... buffers) {
        JsonObject content = new JsonObject();
        content.add("data", Json.parse(data));
        return Message.of(type, "theirs", content).with(new JsonObject(), List.of(buffers));
    }

    @Test
    void a_control_comm_of_another_major_version_is_closed() {
        Message opening = browser.send(
                "comm_open",
                "{\"comm_id\": \"c\", \"target_name\": \"jupyter.widget.control\", \"data\": {}}",
                "{\"version\": \"2.0.0\"}");
        assertThat(browser.answers(opening)).first().extracting(Message::type).isEqualTo("comm_close");
    }

    @Test
    void binary_data_stands_beside_the_state_with_its_places() {
        Model model = new Model(ModelKind.control("Image"));
        model.set("value", new byte[] {1});
        model.set("parts", List.of("text", new byte[] {2}, List.of(java.util.Map.of("inner", new byte[] {3}))));

        WireState sent = WireState.of(model.full());

        assertThat(sent.json().has("value")).isFalse();
        assertThat(sent.json().get("parts"))
                .isEqualTo(Json.parse("{\"a\": [\"text\", null, [{}]]}").get("a"));
        assertThat(sent.bufferPaths())
                .isEqualTo(Json.parse("{\"a\": [[\"value\"], [\"parts\", 1], [\"parts\", 2, 0, \"inner\"]]}")
                        .get("a"));
        assertThat(sent.buffers()).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
    }

    @Test
    void binary_data_of_a_browser_is_put_into_its_places() {
        JsonObject data = Json.parse("""
                {"state": {"list": ["text", null], "map": {}},
                 "buffer_paths": [["value"], ["list", 1], ["map", "inner"]]}""");

        var state = WireState.read(data, List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}));

        assertThat(state.get("value")).isEqualTo(new byte[] {1});
        assertThat(((List<?>) state.get("list")).get(1)).isEqualTo(new byte[] {2});
        assertThat(((java.util.Map<?, ?>) state.get("map")).get("inner")).isEqualTo(new byte[] {3});
    }

    @Test
    void a_click_is_a_custom_message() throws Exception {
        Button button = Button.of("Scale").onClick(() -> handled.add("clicked"));
        kernel.widgets.view(button);
        browser.tell(button, "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}");
        assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("clicked");
    }

    @Test
    void a_widget_that_one_browser_closes_stays_with_the_others() {
        kernel.widgets.view(slider);
        Message closing =
                browser.send("comm_close", "{\"comm_id\": \"" + slider.model().id() + "\", \"data\": {}}");
        browser.answers(closing);

        slider.value(5);

        assertThat(data(browser.hear("comm_msg")).get("state")).isEqualTo(Json.parse("{\"value\": 5}"));
        assertThat(browser.answers(browser.tell(slider, "{\"method\": \"request_state\"}")))
                .hasSize(1);
    }

    @Test
    void a_closed_widget_is_gone_until_it_is_shown_again() {
        kernel.widgets.view(slider);
        slider.close();
        slider.value(5);
        assertThat(browser.hear("comm_close").content())
                .isEqualTo(Json.parse("{\"comm_id\": \"" + slider.model().id() + "\", \"data\": {}}"));
        assertThat(data(states("control")).getAsJsonObject("states").keySet()).isEmpty();

        kernel.widgets.view(slider);

        assertThat(state().get("value")).isEqualTo(Json.tree(5));
    }

    @Test
    void a_child_that_is_added_later_is_opened_before_its_box_changes() {
        VBox box = VBox.of();
        kernel.widgets.view(box);
        box.add(slider);
        Message opening = browser.hear(message -> message.content().toString().contains("IntSlider"));
        assertThat(opening.type()).isEqualTo("comm_open");
        assertThat(data(browser.hear("comm_msg")).get("state"))
                .isEqualTo(Json.parse(
                        "{\"children\": [\"IPY_MODEL_" + slider.model().id() + "\"]}"));
    }

    @Test
    void widgets_answer_while_a_cell_runs_and_the_kernel_counts_as_busy_afterwards() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        slider.onChange(handled::add);
        kernel.nextCell(() -> {
            kernel.widgets.view(slider);
            await(looked);
        });
        Message cell = browser.send("execute_request", "{\"code\": \"\"}");
        browser.hear("comm_open");

        Message edit =
                browser.tell(slider, "{\"method\": \"update\", \"state\": {\"value\": 4}, \"buffer_paths\": []}");

        browser.hear(message -> Frontend.state(message).equals("idle") && isOf(message, edit));
        Message status = browser.hear(message -> !Frontend.state(message).isEmpty());
        assertThat(isOf(status, cell)).isTrue();
        assertThat(Frontend.state(status)).isEqualTo("busy");
        assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo(4);
        looked.countDown();
        status = browser.hear(message -> !Frontend.state(message).isEmpty());
        assertThat(Frontend.state(status)).isEqualTo("idle");
    }

    @Test
    void what_a_handler_throws_is_told_on_account_of_the_cell_that_showed_the_widget() {
        Button button = Button.of("Fail").onClick(() -> {
            throw new IllegalStateException("Not today.");
        });
        kernel.nextCell(() -> kernel.widgets.view(button));
        browser.answers(browser.send("execute_request", "{\"code\": \"\"}"));

        browser.tell(button, "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}");

        org.awaitility.Awaitility.await("the failure is told")
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> !kernel.failures.isEmpty());
        assertThat(kernel.failures).singleElement().hasToString("java.lang.IllegalStateException: Not today.");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOf(Message message, Message request) {
        return message.parentId().equals(request.header().id());
    }

    /** Returns the state of the next model that is opened. */
    private JsonObject state() {
        return data(browser.hear("comm_open")).getAsJsonObject("state");
    }

    /** Asks for all widgets over a new comm and returns the answer. */
    private Message states(String control) {
        browser.answers(browser.send(
                "comm_open",
                "{\"comm_id\": \"" + control + "\", \"target_name\": \"jupyter.widget.control\", \"data\": {}}",
                "{\"version\": \"1.0.0\"}"));
        Message request = browser.send(
                "comm_msg", "{\"comm_id\": \"" + control + "\", \"data\": {\"method\": \"request_states\"}}");
        List<Message> answers = browser.answers(request);
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.content().get("comm_id")).isEqualTo(Json.tree(control)));
        return answers.get(0);
    }
}
