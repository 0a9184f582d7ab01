package io.github.kubecluster.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ClusterEvent;
import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.Place;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.ScalingDecision;
import io.github.kubecluster.cluster.StartTimes;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The widget of a cluster, in a browser that draws nothing and clicks. */
class ClusterWidgetTest {
    static final WorkerStatus READY = new WorkerStatus(
            "w1",
            Phase.READY,
            "idle",
            Optional.of("n1"),
            2,
            3,
            47,
            1L << 30,
            4L << 30,
            Optional.empty(),
            StartTimes.unknown());
    static final WorkerStatus PENDING = new WorkerStatus(
            "w2",
            Phase.PENDING,
            "image \"x\" cannot be had",
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            StartTimes.unknown());
    static final WorkerStatus STARTING = new WorkerStatus(
            "w3",
            Phase.STARTING,
            "connects to the scheduler",
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            StartTimes.unknown());

    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    final ClusterCommands commands = new ClusterCommands() {
        @Override
        public void scale(int workers) {
            asked.add("scale " + workers);
        }

        @Override
        public void adapt(int minimum, int maximum) {
            asked.add("adapt " + new Scaling.Adaptive(minimum, maximum));
        }

        @Override
        public void retire(String worker) {
            asked.add("retire " + worker);
        }

        @Override
        public List<String> log(String worker) {
            if (worker.equals("w2")) {
                throw new IllegalStateException("The log of w2 cannot be read: it has none yet.");
            }
            return List.of("first", "<b>last</b>");
        }

        @Override
        public void close() {
            asked.add("close");
        }
    };
    final List<ClusterEvent> happened = new CopyOnWriteArrayList<>();
    final List<ScalingDecision> decided = new CopyOnWriteArrayList<>();
    final ClusterHistory history = new ClusterHistory() {
        @Override
        public List<ScalingDecision> decisions() {
            return decided;
        }

        @Override
        public List<ClusterEvent> events() {
            return happened;
        }
    };
    final SetClock clock = new SetClock(Instant.parse("2026-01-01T12:00:00Z"));
    final ClusterWidget widget = new ClusterWidget(commands, history, status(2, READY, PENDING), clock);

    Kernel kernel;
    Frontend browser;

    @BeforeEach
    void start() {
        kernel = new Kernel();
        browser = new Frontend(kernel.server.connection());
        kernel.widgets.view(widget.root());
    }

    @AfterEach
    void end() {
        browser.close();
        kernel.close();
    }

    @Test
    void the_four_counts_are_told() {
        assertThat(new ClusterView(status(5, READY, PENDING, STARTING)).counts())
                .isEqualTo("5 wanted, 3 created, 2 running, 1 registered");
    }

    @Test
    void name_state_place_link_and_totals_stand_above() {
        assertThat(new ClusterView(status(2, READY, PENDING)).header(new Times(clock)))
                .contains("Dask cluster demo", "● running", "tcp://10.0.0.7:8786", "local processes (asked for)")
                .contains("<a href=\"/user/a/proxy/1/status\"")
                .contains("2 threads, 1.0 GiB of 4.0 GiB memory")
                .contains("started</th><td style=\"text-align:left;padding-right:1em\">11:00:00</td>");
    }

    @Test
    void each_reason_is_told_once_with_its_number_of_workers() {
        assertThat(new ClusterView(status(3, PENDING, PENDING, READY)).banner())
                .contains("<li>2 × image &quot;x&quot; cannot be had</li>");
        assertThat(new ClusterView(status(1, READY)).banner()).isEmpty();
    }

    @Test
    void workers_in_trouble_come_first_and_no_more_than_fifty() {
        String few = WorkerTable.of(List.of(READY, PENDING));
        assertThat(few.indexOf("w2")).isLessThan(few.indexOf("w1"));
        List<WorkerStatus> many = new ArrayList<>(Collections.nCopies(53, PENDING));
        assertThat(WorkerTable.of(many)).contains("and 3 more").hasSizeLessThan(64 << 10);
    }

    @Test
    void hostile_texts_are_shown_and_never_html() {
        String hostile = "<img src=x onerror=alert(1)>\"'&\u202e" + "y".repeat(100_000);
        WorkerStatus worker = new WorkerStatus(
                hostile,
                Phase.FAILED,
                hostile,
                Optional.of(hostile),
                0,
                0,
                0,
                0,
                0,
                Optional.empty(),
                StartTimes.unknown());
        ClusterView view = new ClusterView(status(1, worker));
        assertThat(Stream.of(view.banner(), WorkerTable.of(List.of(worker))))
                .allSatisfy(html -> assertThat(html)
                        .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp; y")
                        .doesNotContain("<img")
                        .hasSizeLessThan(3_000));
        assertThat(SafeText.link("javascript:alert(1)")).doesNotContain("<a");
        assertThat(WorkerTable.of(Collections.nCopies(
                        50,
                        new WorkerStatus(
                                "\"".repeat(300),
                                Phase.FAILED,
                                "\"".repeat(300),
                                Optional.empty(),
                                0,
                                0,
                                0,
                                0,
                                0,
                                Optional.empty(),
                                StartTimes.unknown()))))
                .contains("more")
                .hasSizeLessThan(64 << 10);
    }

    @Test
    void a_worker_is_told_with_its_tasks_cpu_memory_threads_and_node() {
        assertThat(WorkerTable.of(List.of(READY)).replaceAll(" style=\"[^\"]*\"", ""))
                .contains(
                        "<tr><td>w1</td><td>● ready</td><td>idle</td><td>3</td><td>45 %</td><td>1.0 GiB of 4.0 GiB</td>"
                                + "<td>2</td><td>n1</td></tr>");
        assertThat(WorkerTable.of(List.of(PENDING)).replaceAll(" style=\"[^\"]*\"", ""))
                .contains("<td>w2</td><td>◐ pending</td><td>image &quot;x&quot; cannot be"
                        + " had</td><td></td><td></td><td></td><td></td><td></td>");
    }

    @Test
    void who_changed_the_size_last_is_told_with_the_time_and_why() {
        awaitResult("Last change: none since the start.");
        decided.add(new ScalingDecision(Instant.parse("2026-01-01T11:59:58Z"), 1, 2, "asked for by hand"));
        widget.flush();
        awaitResult("Last change: 11:59:58, from 1 to 2 workers, asked for by hand.");
        decided.add(new ScalingDecision(Instant.parse("2025-12-31T11:59:58Z"), 2, 1, "w2 is idle"));
        widget.flush();
        awaitResult("Last change: 2025-12-31 11:59:58, from 2 to 1 workers, w2 is idle.");
    }

    @Test
    void what_happened_and_what_was_asked_for_here_stand_together_the_newest_first_and_no_more_than_twenty() {
        for (int i = 0; i < 30; i++) {
            happened.add(
                    new ClusterEvent(Instant.parse("2026-01-01T11:00:00Z").plusSeconds(i), "w" + i, "Pulling: <b>"));
        }
        click("Retire");
        soon("the action is told")
                .untilAsserted(() -> assertThat(events())
                        .startsWith("12:00:00 this widget Asked worker w1 to hand its data over and leave.")
                        .contains("11:00:29 w29 Pulling: &lt;b&gt;", "11:00:11 w11 Pulling: &lt;b&gt;")
                        .hasSize(20));
    }

    @Test
    void what_is_reported_a_little_after_a_change_is_shown_without_another_one() {
        widget.update(status(3, READY));
        awaitHeader("3 wanted");
        happened.add(new ClusterEvent(Instant.parse("2026-01-01T11:00:00Z"), "w2", "Killing: it was deleted"));
        soon("the event is shown")
                .untilAsserted(() -> assertThat(events()).containsExactly("11:00:00 w2 Killing: it was deleted"));
    }

    @Test
    void figures_that_swing_by_less_than_can_be_seen_change_nothing() {
        List<ClusterStatus> drawn = new CopyOnWriteArrayList<>();
        widget.onDraw(drawn::add);
        draw(status(2, worker(47 + 9, (1L << 30) + (90 << 20)), PENDING));
        draw(status(2, worker(47 - 9, (1L << 30) - (90 << 20)), PENDING));
        assertThat(drawn).isEmpty();
        draw(status(2, worker(47 + 10, 1L << 30), PENDING));
        assertThat(drawn).hasSize(1);
    }

    @Test
    void what_no_browser_shows_follows_the_state_alone_until_one_does() {
        clock.set(Instant.parse("2026-01-01T12:01:01Z"));
        draw(status(2, worker(90, 3L << 30), PENDING));
        assertThat(table()).contains("45 %");
        draw(status(2, worker(80, 3L << 30), STARTING));
        assertThat(table()).contains("80 %", "connects to the scheduler");
        draw(status(2, worker(10, 3L << 30), STARTING));
        assertThat(table()).contains("80 %");
        see(1);
        soon("it is drawn").untilAsserted(() -> assertThat(table()).contains("10 %"));
        clock.set(Instant.parse("2026-01-01T13:00:00Z"));
        draw(status(2, worker(20, 3L << 30), STARTING));
        assertThat(table()).contains("20 %");
        see(0);
        clock.set(Instant.parse("2026-01-01T13:02:00Z"));
        draw(status(2, worker(40, 3L << 30), STARTING));
        assertThat(table()).as("taken away by the only browser that had it").contains("20 %");
    }

    @Test
    void it_answers_while_a_users_own_handler_waits() throws Exception {
        CountDownLatch wait = new CountDownLatch(1);
        Button own = Button.of("Mine").onClick(() -> awaitUninterruptibly(wait));
        kernel.widgets.view(own);
        browser.answers(browser.tell(own, "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}"));
        click("Scale");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("scale 2");
        wait.countDown();
    }

    @Test
    void at_its_end_it_is_a_card_and_stays_so() {
        widget.end("the card");
        draw(status(9, READY));
        assertThat(all(widget.root()).map(each -> each.model().get("value")).filter(Objects::nonNull))
                .containsExactly("the card");
    }

    @Test
    void what_has_not_changed_is_not_sent() throws Exception {
        BlockingQueue<ClusterStatus> drawn = new LinkedBlockingQueue<>();
        widget.onDraw(drawn::add);
        WorkerStatus moved = worker(47, (1L << 30) + 1000);

        draw(status(2, moved, PENDING));
        assertThat(drawn).isEmpty();
        draw(status(2, moved, STARTING));

        String first = browser.hear("comm_msg").content().toString();
        assertThat(first).contains("2 running");
    }

    @Test
    void several_changes_at_once_are_drawn_as_one() throws Exception {
        BlockingQueue<ClusterStatus> drawn = new LinkedBlockingQueue<>();
        CountDownLatch changed = new CountDownLatch(1);
        widget.onDraw(status -> {
            drawn.add(status);
            awaitUninterruptibly(changed);
        });
        widget.update(status(1000, READY));
        assertThat(drawn.poll(60, TimeUnit.SECONDS).wanted()).isEqualTo(1000);
        for (int i = 0; i < 100; i++) {
            widget.update(status(i, READY));
        }
        changed.countDown();
        assertThat(drawn.poll(60, TimeUnit.SECONDS).wanted()).isEqualTo(99);
        assertThat(drawn).isEmpty();
    }

    @Test
    void the_number_in_the_field_is_scaled_to_and_the_outcome_told() throws Exception {
        type("Workers", 7);
        click("Scale");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("scale 7");
        awaitResult("Asked for 7 workers at 12:00:00 …");
        draw(status(7, Collections.nCopies(7, READY).toArray(WorkerStatus[]::new)));
        awaitResult("7 workers are ready; asked for at 12:00:00.");
    }

    @Test
    void the_field_follows_the_target_unless_a_user_has_typed() {
        draw(status(4, READY));
        assertThat(number("Workers")).isEqualTo(4);
        type("Workers", 9);
        draw(status(5, READY));
        assertThat(number("Workers")).isEqualTo(9);
    }

    @Test
    void bounds_that_make_no_sense_are_refused_in_words() {
        type("Minimum", 8);
        type("Maximum", 2);
        click("Adapt");
        awaitResult(
                "Asked to adapt between 8 and 2 workers at 12:00:00: Cannot adapt between 8 and 2 workers: the maximum"
                        + " is below the minimum. Give the minimum first, then the maximum.");
        assertThat(asked).isEmpty();
        type("Maximum", 9);
        click("Adapt");
        awaitResult("Asked to adapt between 8 and 9 workers at 12:00:00 …");
        soon("it is asked for").untilAsserted(() -> assertThat(asked).containsExactly("adapt between 8 and 9 workers"));
    }

    @Test
    void the_cluster_is_closed_by_the_second_button_alone() throws Exception {
        click("Close cluster");
        click("No");
        click("Close cluster");
        click("Scale");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("scale 2");
        click("Yes, delete all of it");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("close");
        awaitResult("Asked to close the cluster at 12:00:00 …");
        draw(status(ClusterPhase.CLOSED, 0));
        awaitResult("The cluster is closed; asked for at 12:00:00.");
    }

    @Test
    void a_worker_is_chosen_to_leave_and_stays_chosen_while_others_come() throws Exception {
        choose("Worker", 1);
        draw(status(3, STARTING, READY, PENDING));
        click("Retire");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("retire w2");
        awaitResult("Asked worker w2 to hand its data over and leave at 12:00:00 …");
        draw(status(2, STARTING, READY));
        awaitResult("Worker w2 has left; asked for at 12:00:00.");
    }

    @Test
    void a_log_is_shown_or_why_it_is_not() {
        click("Show log");
        awaitValue("<pre style=\"max-height:24em;overflow:auto\" tabindex=\"0\">first\n&lt;b&gt;last&lt;/b&gt;</pre>");
        choose("Worker", 1);
        click("Show log");
        awaitValue("The log of w2 cannot be read: it has none yet.");
    }

    @Test
    void a_browser_that_draws_it_is_noticed() {
        assertThat(widget.isSeen()).isFalse();
        see(1);
        assertThat(widget.isSeen()).isTrue();
    }

    private void see(int places) {
        browser.answers(browser.tell(
                widget.root(),
                "{\"method\": \"update\", \"state\": {\"_view_count\": " + places + "}, \"buffer_paths\": []}"));
    }

    private String table() {
        return html("aria-label=\"Workers\"");
    }

    private List<String> events() {
        return Stream.of(html("aria-label=\"Events\"").split("<tr>"))
                .skip(2)
                .map(row -> row.replaceAll("</tr>.*|</td>$", "")
                        .replaceAll("</td><td[^>]*>", " ")
                        .replaceAll("<[^>]+>", ""))
                .toList();
    }

    private static ConditionFactory soon(String what) {
        return Awaitility.await(what).atMost(1, TimeUnit.MINUTES);
    }

    private void awaitHeader(String text) {
        soon("it is drawn").untilAsserted(() -> assertThat(html("Dask cluster")).contains(text));
    }

    private String html(String part) {
        return all(widget.root())
                .map(each -> String.valueOf(each.model().get("value")))
                .filter(value -> value.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkerStatus worker(int cpu, long memory) {
        return new WorkerStatus(
                "w1",
                Phase.READY,
                "idle",
                Optional.of("n1"),
                2,
                3,
                cpu,
                memory,
                4L << 30,
                Optional.empty(),
                StartTimes.unknown());
    }

    private void draw(ClusterStatus status) {
        widget.update(status);
        widget.flush();
    }

    private void click(String button) {
        browser.answers(browser.tell(find(button), "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}"));
    }

    private void type(String field, int number) {
        browser.answers(browser.tell(
                find(field), "{\"method\": \"update\", \"state\": {\"value\": " + number + "}, \"buffer_paths\": []}"));
    }

    private Object number(String field) {
        return find(field).model().get("value");
    }

    private void choose(String list, int index) {
        browser.answers(browser.tell(
                find(list), "{\"method\": \"update\", \"state\": {\"index\": " + index + "}, \"buffer_paths\": []}"));
    }

    private void awaitResult(String text) {
        awaitValue(SafeText.html(text));
    }

    private void awaitValue(String html) {
        soon("the outcome is told")
                .untilAsserted(() -> assertThat(all(widget.root()))
                        .anySatisfy(
                                each -> assertThat(each.model().get("value")).isEqualTo(html)));
    }

    private Widget<?> find(String description) {
        return all(widget.root())
                .filter(each -> description.equals(each.model().get("description")))
                .filter(each -> !(each instanceof IntProgress))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Widget<?>> all(Widget<?> widget) {
        Stream<Widget<?>> inner = widget instanceof Container<?> container
                ? container.children().stream().flatMap(ClusterWidgetTest::all)
                : Stream.empty();
        return Stream.concat(Stream.of(widget), inner);
    }

    static ClusterStatus status(int wanted, WorkerStatus... workers) {
        return status(ClusterPhase.RUNNING, wanted, workers);
    }

    static ClusterStatus status(ClusterPhase phase, int wanted, WorkerStatus... workers) {
        return new ClusterStatus(
                "demo",
                new Place(Place.Kind.LOCAL, "local processes", "asked for"),
                phase,
                "answers",
                Optional.of("tcp://10.0.0.7:8786"),
                Optional.of("/user/a/proxy/1/status"),
                Optional.of(Instant.parse("2026-01-01T11:00:00Z")),
                new Scaling.Fixed(wanted),
                wanted,
                List.of(workers),
                List.of(),
                Optional.empty());
    }
}
