package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What Kubernetes reports of one cluster's objects beside their status: it tells of volumes, of images being pulled, of a
 * node to come and of pods that were refused in events alone. Thread-safe.
 */
final class PodEvents implements ResourceEventHandler<Event> {
    /** The reasons that tell why a pod is not further; the others repeat what its status says. */
    private static final Set<String> TELLING = Set.of(
            "FailedAttachVolume",
            "FailedCreate",
            "FailedCreatePodSandBox",
            "FailedMount",
            "NotTriggerScaleUp",
            "Pulling",
            "TriggeredScaleUp");

    /** Those that are over once a pod has a node. */
    private static final Set<String> BEFORE_A_NODE = Set.of("NotTriggerScaleUp", "TriggeredScaleUp");

    private final String cluster;
    private final Runnable changed;
    private final Map<String, Event> newest = new ConcurrentHashMap<>();
    private final Map<String, ClusterEvent> all = new ConcurrentHashMap<>();

    /** @param changed called after each event that tells something, on the thread that brought it */
    PodEvents(String cluster, Runnable changed) {
        this.cluster = cluster;
        this.changed = changed;
    }

    /** Returns what was last reported of the object of this name, in one sentence without its full stop. */
    Optional<String> last(String name) {
        return Optional.ofNullable(newest.get(name)).map(PodEvents::sentence);
    }

    /** Returns {@code pod}, if it waits, with what was last reported of it among its conditions, where that still holds. */
    Pod note(Pod pod) {
        if (!PodReason.pending(pod)) {
            return pod;
        }
        Event event = newest.get(pod.getMetadata().getName());
        boolean hasNode = pod.getSpec().getNodeName() != null;
        if (event == null || BEFORE_A_NODE.contains(event.getReason()) == hasNode) {
            return pod;
        }
        return new PodBuilder(pod)
                .editOrNewStatus()
                .addNewCondition()
                .withType(PodReason.REPORTED)
                .withMessage(sentence(event))
                .endCondition()
                .endStatus()
                .build();
    }

    @Override
    public void onAdd(Event event) {
        String name = event.getInvolvedObject().getName();
        if (name == null || !name.startsWith(cluster + "-")) {
            return;
        }
        all.put(event.getMetadata().getName(), new ClusterEvent(time(event), name, text(event)));
        if (TELLING.contains(event.getReason()) && !isFirstMount(event)) {
            newest.put(name, event);
            changed.run();
        }
    }

    /** A mount is tried again after half a second, and then most often there is what was made at the same time as the pod. */
    private static boolean isFirstMount(Event event) {
        return event.getReason().equals("FailedMount") && Objects.equals(event.getCount(), 1);
    }

    @Override
    public void onUpdate(Event before, Event now) {
        onAdd(now);
    }

    /** Kubernetes deletes events when they are an hour old; what they tell of a pod stays true. */
    @Override
    public void onDelete(Event event, boolean finalStateUnknown) {
        all.remove(event.getMetadata().getName());
    }

    /** Returns all that was reported lately, oldest first. */
    List<ClusterEvent> list() {
        return all.values().stream()
                .sorted(Comparator.comparing(ClusterEvent::at))
                .toList();
    }

    /** Kubernetes has written the time of an event into three places, one after another. */
    private static Instant time(Event event) {
        return Stream.of(
                        event.getLastTimestamp(),
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime(),
                        event.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .map(text -> OffsetDateTime.parse(text).toInstant())
                .orElse(Instant.EPOCH);
    }

    private static String text(Event event) {
        return event.getReason() + ": " + firstLine(event);
    }

    private static String sentence(Event event) {
        String message = firstLine(event);
        return switch (event.getReason()) {
            case "Pulling" -> "pulls its image (" + message + ")";
            case "TriggeredScaleUp" -> "waits for a node that the autoscaler adds (" + message + ")";
            case "FailedCreate" -> message.replaceFirst("^Error creating: ", "is refused: ");
            default -> event.getReason() + ": " + message;
        };
    }

    private static String firstLine(Event event) {
        return event.getMessage() == null ? "" : event.getMessage().strip().replaceAll("\\.?\\s*\\n.*", "");
    }
}
