package io.github.kubecluster.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ClusterStatus;
import io.github.kubecluster.cluster.ClusterStatus.ClusterPhase;
import io.github.kubecluster.cluster.Place;
import io.github.kubecluster.cluster.Scaling;
import io.github.kubecluster.cluster.StartTimes;
import io.github.kubecluster.cluster.WorkerStatus;
import io.github.kubecluster.cluster.WorkerStatus.Phase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The widget of a cluster, in a browser that draws nothing and clicks. */
class ClusterWidgetTest {
    static final WorkerStatus READY =
            new WorkerStatus("w1", Phase.READY, "idle", 2, 1L << 30, 4L << 30, Optional.empty(), StartTimes.unknown());
    static final WorkerStatus PENDING = new WorkerStatus(
            "w2", Phase.PENDING, "image \"x\" cannot be had", 0, 0, 0, Optional.empty(), StartTimes.unknown());
    static final WorkerStatus STARTING = new WorkerStatus(
            "w3", Phase.STARTING, "connects to the scheduler", 0, 0, 0, Optional.empty(), StartTimes.unknown());
    static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

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
    final ClusterWidget widget = new ClusterWidget(commands, status(2, READY, PENDING), NOON);

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
        assertThat(new ClusterView(status(2, READY, PENDING)).header())
                .contains("Dask cluster demo", "● running", "tcp://10.0.0.7:8786", "local processes (asked for)")
                .contains("<a href=\"/user/a/proxy/1/status\"")
                .contains("2 threads, 1.0 GiB of 4.0 GiB memory");
    }

    @Test
    void each_reason_is_told_once_with_its_number_of_workers() {
        assertThat(new ClusterView(status(3, PENDING, PENDING, READY)).banner())
                .contains("<li>2 × image &quot;x&quot; cannot be had</li>");
        assertThat(new ClusterView(status(1, READY)).banner()).isEmpty();
    }

    @Test
    void workers_in_trouble_come_first_and_no_more_than_fifty() {
        String few = new ClusterView(status(2, READY, PENDING)).workers();
        assertThat(few.indexOf("w2")).isLessThan(few.indexOf("w1"));
        List<WorkerStatus> many = new ArrayList<>(Collections.nCopies(53, PENDING));
        assertThat(new ClusterView(status(53, many.toArray(WorkerStatus[]::new))).workers())
                .contains("and 3 more")
                .hasSizeLessThan(64 << 10);
    }

    @Test
    void hostile_texts_are_shown_and_never_html() {
        String hostile = "<img src=x onerror=alert(1)>\"'&\u202e" + "y".repeat(100_000);
        WorkerStatus worker =
                new WorkerStatus(hostile, Phase.FAILED, hostile, 0, 0, 0, Optional.empty(), StartTimes.unknown());
        ClusterView view = new ClusterView(status(1, worker));
        assertThat(Stream.of(view.banner(), view.workers()))
                .allSatisfy(html -> assertThat(html)
                        .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp; y")
                        .doesNotContain("<img")
                        .hasSizeLessThan(2_000));
        assertThat(SafeText.link("javascript:alert(1)")).doesNotContain("<a");
    }

    @Test
    void what_has_not_changed_is_not_sent() throws Exception {
        BlockingQueue<ClusterStatus> drawn = new LinkedBlockingQueue<>();
        widget.onDraw(drawn::add);
        WorkerStatus moved = new WorkerStatus(
                "w1", Phase.READY, "idle", 2, (1L << 30) + 1000, 4L << 30, Optional.empty(), StartTimes.unknown());

        widget.update(status(2, moved, PENDING));
        assertThat(drawn.poll(60, TimeUnit.SECONDS)).isNotNull();
        widget.update(status(2, moved, STARTING));

        String first = browser.hear("comm_msg").content().toString();
        assertThat(first).contains("2 running");
    }

    @Test
    void several_changes_at_once_are_drawn_as_one() throws Exception {
        BlockingQueue<ClusterStatus> drawn = new LinkedBlockingQueue<>();
        CountDownLatch changed = new CountDownLatch(1);
        widget.onDraw(status -> {
            drawn.add(status);
            await(changed);
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
    void bounds_that_make_no_sense_are_refused_in_words() throws Exception {
        type("Minimum", 8);
        type("Maximum", 2);
        click("Adapt");
        awaitResult(
                "Asked to adapt between 8 and 2 workers at 12:00:00: Cannot adapt between 8 and 2 workers: the maximum is"
                        + " below the minimum. Give the minimum first, then the maximum.");
        assertThat(asked).isEmpty();
        type("Maximum", 9);
        click("Adapt");
        awaitResult("Asked to adapt between 8 and 9 workers at 12:00:00 …");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("adapt between 8 and 9 workers");
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
        awaitResult("The cluster is closed.");
    }

    @Test
    void a_worker_is_chosen_to_leave_and_stays_chosen_while_others_come() throws Exception {
        choose("Worker", 1);
        draw(status(3, STARTING, READY, PENDING));
        click("Retire");
        assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo("retire w2");
        awaitValue("Asked worker w2 to leave; its data moves to others first.");
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
        browser.answers(browser.tell(
                widget.root(), "{\"method\": \"update\", \"state\": {\"_view_count\": 1}, \"buffer_paths\": []}"));
        assertThat(widget.isSeen()).isTrue();
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitResult(String text) {
        awaitValue(SafeText.html(text));
    }

    private void awaitValue(String html) {
        Awaitility.await("the outcome is told")
                .atMost(1, TimeUnit.MINUTES)
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

    private static Stream<Widget<?>> all(Widget<?> widget) {
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
                new Scaling.Fixed(wanted),
                wanted,
                List.of(workers),
                List.of(),
                Optional.empty());
    }
}
