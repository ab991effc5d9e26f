package io.shiplog.scheduler.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A v1 Event about a pod, with the members that both the old and the new recorder fill, so that every kubectl shows it.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param action {@code Binding}, {@code Scheduling} or {@code Preempting}
 * @param message at most 1,024 bytes, the rest is cut off, as kube-scheduler does: the API allows no longer note
 * @param related another pod that has to do with it, null for none
 */
record PodEvent(
        String type,
        String reason,
        String action,
        String message,
        @Nullable StoredObject related) {
    private static final GroupResource EVENTS = GroupResource.core("events");
    private static final String COMPONENT = "default-scheduler";
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_NOTE_BYTES = 1024;
    private static final String CUT_OFF = " ...";

    PodEvent {
        message = shortened(message);
    }

    /**
     * The write that creates it. Its name follows from the pod's version and the event, so the same decision about the same
     * version of a pod is told once, however often it is proposed. The node's Events have times for names: the leading zero
     * lists the scheduler's before those of the same second.
     */
    Write about(StoredObject pod, Moment moment) {
        String suffix = ".0" + HexFormat.of().toHexDigits(fingerprint(pod) >>> 4, 15);
        String head = pod.key().name();
        head = head.substring(0, Math.min(head.length(), LONGEST_NAME - suffix.length()));
        var key = new ObjectKey(pod.key().namespace(), head + suffix);
        String uid = moment.ids().get();
        return Write.create(EVENTS, key, uid, Json.bytes(json(pod, key, uid, moment)));
    }

    private ObjectNode json(StoredObject pod, ObjectKey key, String uid, Moment moment) {
        String time = PodDraft.text(moment.now());
        ObjectNode event = Json.object();
        event.put("kind", "Event").put("apiVersion", "v1");
        event.putObject("metadata")
                .put("name", key.name())
                .put("namespace", key.namespace())
                .put("uid", uid)
                .put("creationTimestamp", time);
        refer(event.putObject("involvedObject"), pod);
        event.put("reason", reason).put("message", message);
        event.putObject("source").put("component", COMPONENT);
        event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
        event.put("type", type);
        event.put("eventTime", microTime(moment));
        event.put("action", action);
        if (related != null) {
            refer(event.putObject("related"), related);
        }
        event.put("reportingComponent", COMPONENT).put("reportingInstance", COMPONENT);
        return event;
    }

    private static void refer(ObjectNode reference, StoredObject pod) {
        reference
                .put("kind", "Pod")
                .put("namespace", pod.key().namespace())
                .put("name", pod.key().name())
                .put("uid", pod.uid())
                .put("apiVersion", "v1")
                .put("resourceVersion", Long.toString(pod.resourceVersion()));
    }

    private static String shortened(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        if (bytes.length <= LONGEST_NOTE_BYTES) {
            return message;
        }
        int end = LONGEST_NOTE_BYTES - CUT_OFF.length();
        // Not in the middle of a character: its following bytes begin with the bits 10.
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, UTF_8) + CUT_OFF;
    }

    /** A metav1.MicroTime: always six digits after the second. */
    private static String microTime(Moment moment) {
        String text = moment.now().truncatedTo(ChronoUnit.MICROS).toString();
        int dot = text.indexOf('.');
        String seconds = dot < 0 ? text.substring(0, text.length() - 1) : text.substring(0, dot);
        String fraction = dot < 0 ? "" : text.substring(dot + 1, text.length() - 1);
        return seconds + "." + (fraction + "000000").substring(0, 6) + "Z";
    }

    /** 64 bits of FNV-1a over what makes this event this event. */
    private long fingerprint(StoredObject pod) {
        long hash = 0xcbf29ce484222325L;
        String all = pod.uid() + "\n" + pod.resourceVersion() + "\n" + reason + "\n" + message;
        for (byte each : all.getBytes(UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
