package io.github.kubecluster.widget;

import static io.github.kubecluster.widget.SafeText.html;

import io.github.kubecluster.cluster.ClusterEvent;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The last {@value #MOST} things that happened to a cluster, in HTML, the newest first. */
final class EventTable {
    private static final int MOST = 20;

    private EventTable() {}

    /** Returns the last of {@code events} and {@code actions}. */
    static List<ClusterEvent> last(List<ClusterEvent> events, List<ClusterEvent> actions) {
        return Stream.concat(events.stream(), actions.stream())
                .sorted(Comparator.comparing(ClusterEvent::at).reversed())
                .limit(MOST)
                .toList();
    }

    static String of(List<ClusterEvent> newestFirst, Times times) {
        return HtmlTable.of(
                "Events",
                newestFirst.isEmpty() ? "Nothing has happened yet." : "The newest comes first.",
                List.of("when", "to what", "what"),
                newestFirst.stream()
                        .map(event -> List.of(times.of(event.at()), html(event.object()), html(event.text())))
                        .toList());
    }
}
