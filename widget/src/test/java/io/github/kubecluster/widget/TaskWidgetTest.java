package io.github.kubecluster.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.dask.TaskProgress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The progress of tasks, in a browser that draws nothing and clicks. */
class TaskWidgetTest {
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    volatile TaskProgress progress = new TaskProgress(10, 3, 0, 0);

    Kernel kernel;
    Frontend browser;
    TaskWidget widget;

    @BeforeEach
    void start() {
        kernel = new Kernel();
        browser = new Frontend(kernel.server.connection());
        widget = new TaskWidget(progress, System.nanoTime(), () -> progress = new TaskProgress(10, 4, 1, 5), ends::add);
        kernel.widgets.view(widget.root());
        widget.follow(() -> progress);
    }

    @AfterEach
    void end() {
        browser.close();
        kernel.close();
    }

    @Test
    void it_tells_how_many_are_done_and_leaves_a_line() throws Exception {
        assertThat(values()).contains(3, "3 of 10 finished");
        progress = new TaskProgress(10, 7, 1, 0);
        Awaitility.await("it follows")
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(values()).contains(8, "7 of 10 finished, 1 failed"));
        assertThat(ends).isEmpty();
        progress = new TaskProgress(10, 9, 1, 0);
        String line = ends.poll(1, TimeUnit.MINUTES);
        assertThat(line).matches("9 of 10 finished, 1 failed in \\d+\\.\\d s");
        assertThat(values()).containsExactly(line);
        assertThat(ends.poll(1, TimeUnit.SECONDS)).as("a second line").isNull();
    }

    @Test
    void the_button_cancels_what_is_not_done() throws Exception {
        Widget<?> button = ClusterWidgetTest.all(widget.root())
                .filter(Button.class::isInstance)
                .findFirst()
                .orElseThrow();
        browser.answers(browser.tell(button, "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}"));
        assertThat(ends.poll(1, TimeUnit.MINUTES)).startsWith("4 of 10 finished, 1 failed, 5 cancelled in ");
    }

    private List<Object> values() {
        return ClusterWidgetTest.all(widget.root())
                .filter(ValueWidget.class::isInstance)
                .<Object>map(each -> each.model().get("value"))
                .toList();
    }
}
