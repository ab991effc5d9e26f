package io.shiplog.scheduler.write;

import io.shiplog.journal.State;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.names.GeneratedNames;
import io.shiplog.resources.write.NewEvent;
import io.shiplog.resources.write.NewEvent.Action;
import io.shiplog.resources.write.NewEvent.Reporter;
import io.shiplog.resources.write.NewEvent.Span;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the scheduler tells of a pod.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param action {@code Binding}, {@code Scheduling} or {@code Preempting}
 * @param related another pod that has to do with it, null for none
 */
record SchedulingEvent(
        String type,
        String reason,
        String action,
        String message,
        @Nullable StoredObject related) {
    private static final String COMPONENT = "default-scheduler";

    /**
     * The write that creates it. Its name follows from the pod's version and the event, so the same decision about the
     * same version of a pod is told once, however often it is proposed. The node's Events have times for names: the
     * leading zero lists the scheduler's before those of the same second.
     */
    Write about(StoredObject pod, WriteContext moment) {
        String version = Long.toString(pod.resourceVersion());
        long fingerprint = GeneratedNames.hash64(pod.uid(), version, reason, message);
        String suffix = ".0" + HexFormat.of().toHexDigits(fingerprint >>> 4, 15);
        ObjectNode other = related == null ? null : NewEvent.reference(related, "v1", "Pod");
        var event = new NewEvent(
                NewEvent.key(pod.key(), suffix),
                NewEvent.reference(pod, "v1", "Pod"),
                type,
                reason,
                message,
                new Reporter(COMPONENT, "", COMPONENT),
                Span.once(moment.now()),
                new Action(action, moment.now(), other));
        return event.planned(moment.ids().get(), moment.now())
                .decide(State.EMPTY, Events.KIND, moment.now())
                .writes()
                .getFirst();
    }
}
