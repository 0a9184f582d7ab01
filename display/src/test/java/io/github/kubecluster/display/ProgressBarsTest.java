package io.github.kubecluster.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {
    static final List<String> THREE = List.of("a", "b", "c");

    final Shown shown = new Shown();
    final ProgressBars bars = new ProgressBars(shown, work -> {}, () -> 0);
    final ExecutorService service = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        service.shutdownNow();
    }

    @Test
    void a_loop_gets_the_items_and_has_a_bar() {
        List<String> items = new ArrayList<>();
        bars.of(THREE, "x").forEach(items::add);
        assertThat(items).isEqualTo(THREE);
        assertThat(shown.told()).containsExactly("0 of 3", "3 in 0.0 s");
        assertThat(shown.last).hasSize(1);
    }

    @Test
    void a_refresh_shows_how_far_it_is() {
        bars.of(THREE, "x").forEach(item -> {
            bars.refresh();
            bars.refresh();
        });
        assertThat(shown.told()).containsExactly("0 of 3", "1 of 3", "2 of 3", "3 in 0.0 s");
    }

    @Test
    void nothing_is_told_before_the_loop_begins() {
        bars.of(THREE, "x");
        assertThat(shown.all).isEmpty();
    }

    @Test
    void items_without_a_known_number_are_counted() {
        Iterable<Integer> unknown = () -> List.of(1, 2).iterator();
        bars.of(unknown, "x").forEach(item -> bars.refresh());
        assertThat(shown.all).containsExactly("x  0, 0.0 s", "x  1, 0.0 s", "x  2 in 0.0 s");
    }

    @Test
    void inner_loops_share_a_bar_that_ends_with_the_outer_one() {
        bars.of(THREE, "outer").forEach(outer -> loop("inner " + outer));
        assertThat(shown.last.values())
                .satisfiesExactly(
                        outer -> assertThat(outer).startsWith("outer").endsWith("3 in 0.0 s"),
                        inner -> assertThat(inner).startsWith("inner c").endsWith("3 in 0.0 s"));
        assertThat(shown.all).hasSizeLessThan(6);
    }

    @Test
    void inner_loops_after_one_another_have_a_bar_each() {
        bars.of(THREE, "outer").forEach(outer -> {
            loop("first");
            bars.of(THREE, "second").forEach(second -> loop("third"));
        });
        assertThat(shown.last.values().stream().map(text -> text.substring(0, text.indexOf(' '))))
                .containsExactly("outer", "first", "second", "third");
    }

    @Test
    void an_inner_loop_that_is_left_stops_when_the_outer_one_goes_on() {
        Iterator<String> outer = bars.of(THREE, "outer").iterator();
        outer.next();
        bars.of(THREE, "inner").iterator().next();
        outer.next();
        bars.refresh();
        assertThat(shown.told()).endsWith("1 of 3", "stopped at 0 of 3 after 0.0 s");
    }

    @Test
    void a_loop_whose_thread_has_ended_is_stopped() throws InterruptedException {
        Thread thread = new Thread(() -> {
            for (String item : bars.of(THREE, "x")) {
                if (item.equals("b")) {
                    return;
                }
            }
        });
        thread.start();
        thread.join();
        bars.refresh();
        assertThat(shown.told()).containsExactly("0 of 3", "stopped at 1 of 3 after 0.0 s");
    }

    @Test
    void a_stream_is_counted() {
        assertThat(bars.of(THREE.stream(), "x").map(String::toUpperCase)).containsExactly("A", "B", "C");
        assertThat(shown.told()).containsExactly("0 of 3", "3 in 0.0 s");
    }

    @Test
    void a_parallel_stream_is_counted() {
        int sum = bars.of(IntStream.range(0, 1000).boxed().parallel(), "x")
                .mapToInt(i -> i)
                .sum();
        assertThat(sum).isEqualTo(499_500);
        assertThat(shown.told()).containsExactly("0 of 1,000", "1,000 in 0.0 s");
    }

    @Test
    void a_sorted_stream_stays_sorted() {
        assertThat(bars.of(Stream.of("b", "a").sorted(), "x").sorted()).containsExactly("a", "b");
    }

    @Test
    void closing_the_stream_closes_what_it_was_made_of() {
        List<String> closed = new ArrayList<>();
        bars.of(THREE.stream().onClose(() -> closed.add("closed")), "x").close();
        assertThat(closed).containsExactly("closed");
    }

    @Test
    void bars_of_other_threads_stand_for_themselves() throws Exception {
        bars.of(List.of("a"), "outer").iterator().next();
        service.submit(() -> loop("other")).get();
        assertThat(shown.told()).containsExactly("0 of 1", "0 of 3", "3 in 0.0 s");
    }

    @Test
    void bars_are_refreshed_while_there_are_any() {
        ProgressBars live = new ProgressBars(shown, service);
        Iterator<String> items = live.of(THREE, "x").iterator();
        items.next();
        items.next();
        await("the bar is refreshed")
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> shown.told().size() == 2);
        items.next();
        assertThat(items.hasNext()).isFalse();
        assertThat(shown.told()).last().asString().startsWith("3 in");
    }

    @Test
    void an_iterator_at_its_end_stays_there() {
        Iterator<String> items = bars.of(List.<String>of(), "x").iterator();
        assertThat(items.hasNext()).isFalse();
        assertThat(items.hasNext()).isFalse();
        assertThatThrownBy(items::next).isInstanceOf(java.util.NoSuchElementException.class);
        assertThat(shown.told()).containsExactly("0 of 0", "0 in 0.0 s");
    }

    private void loop(String label) {
        bars.of(THREE, label).forEach(item -> {});
    }

    /** What the frontend got. */
    static final class Shown implements Screen {
        final List<String> all = new ArrayList<>();
        final Map<String, String> last = new LinkedHashMap<>();

        @Override
        public synchronized void display(DisplayData data, String id) {
            assertThat(last).doesNotContainKey(id);
            show(data, id);
        }

        @Override
        public synchronized void update(DisplayData data, String id) {
            assertThat(last).containsKey(id);
            show(data, id);
        }

        /** Returns all in their order, without label, bar and speed. */
        synchronized List<String> told() {
            return all.stream()
                    .map(text -> text.replaceAll(".* %  ", "").replaceAll(", .*", ""))
                    .toList();
        }

        private void show(DisplayData data, String id) {
            String text = String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
            all.add(text);
            last.put(id, text);
        }
    }
}
