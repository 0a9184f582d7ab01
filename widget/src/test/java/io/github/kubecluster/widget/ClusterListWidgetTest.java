package io.github.kubecluster.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.cluster.ClusterEntry;
import io.github.kubecluster.cluster.Scaling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of clusters, in a browser that draws nothing and clicks. */
class ClusterListWidgetTest {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final List<ClusterEntry> there = new CopyOnWriteArrayList<>(List.of(
            entry("etl", "2026-01-01T11:18:00Z", Optional.of(new Scaling.Fixed(3)), 2),
            entry("old", "2025-12-30T09:00:00Z", Optional.empty(), 0)));
    final ClusterListWidget.Commands commands = new ClusterListWidget.Commands() {
        @Override
        public List<ClusterEntry> list() {
            return there;
        }

        @Override
        public void delete(String name) {
            if (name.equals("old")) {
                throw new IllegalStateException("It belongs to somebody else.");
            }
            there.removeIf(entry -> entry.name().equals(name));
        }
    };
    final ClusterListWidget widget = new ClusterListWidget(there, commands, new SetClock(NOON));

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
    void each_cluster_is_told_with_state_size_age_owner_and_place() {
        assertThat(rows())
                .containsExactly(
                        "etl|running|2|3 workers|11:18:00|42 min|ada|local processes",
                        "old|running|0||2025-12-30 09:00:00|2 d 3 h|ada|local processes");
    }

    @Test
    void a_cluster_is_deleted_by_the_second_button_alone() {
        click("Stop cluster");
        click("No");
        click("Stop cluster");
        assertThat(rows()).hasSize(2);
        click("Yes, delete all of it");
        awaitOutcome("Cluster etl is deleted.");
        assertThat(rows()).singleElement().asString().startsWith("old|");
    }

    @Test
    void why_a_cluster_cannot_be_deleted_is_told() {
        browser.answers(browser.tell(
                find("Cluster"), "{\"method\": \"update\", \"state\": {\"index\": 1}, \"buffer_paths\": []}"));
        click("Yes, delete all of it");
        awaitOutcome("Deleting cluster old … It belongs to somebody else.");
    }

    @Test
    void what_is_there_is_looked_for_again() {
        there.clear();
        click("Look again");
        Awaitility.await("the list is new")
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(widget.table()).contains("No cluster is there."));
        assertThat(find("Stop cluster").model().get("disabled")).isEqualTo(true);
    }

    private List<String> rows() {
        return List.of(widget.table().split("<tr>")).stream()
                .skip(2)
                .map(row -> row.replaceAll("</td></tr>.*", "")
                        .replaceAll("</td><td[^>]*>", "|")
                        .replaceAll("<[^>]+>", ""))
                .toList();
    }

    private void click(String button) {
        browser.answers(browser.tell(find(button), "{\"method\": \"custom\", \"content\": {\"event\": \"click\"}}"));
    }

    private void awaitOutcome(String text) {
        Awaitility.await("the outcome is told")
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(ClusterWidgetTest.all(widget.root()))
                        .anySatisfy(
                                each -> assertThat(each.model().get("value")).isEqualTo(SafeText.html(text))));
    }

    private Widget<?> find(String description) {
        return ClusterWidgetTest.all(widget.root())
                .filter(each -> description.equals(each.model().get("description")))
                .findFirst()
                .orElseThrow();
    }

    private static ClusterEntry entry(String name, String started, Optional<Scaling> desired, int workers) {
        return new ClusterEntry(name, "local processes", Instant.parse(started), desired, workers, "ada", "running");
    }
}
