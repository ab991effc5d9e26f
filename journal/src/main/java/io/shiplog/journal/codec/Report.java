package io.shiplog.journal.codec;

import io.shiplog.objects.ObjectKey;
import java.util.List;

/** What a node says of itself. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Report {
    /** The node that says so. */
    String node();

    /** When it said so, in RFC 3339. */
    String time();

    /** The record's key. */
    String key();

    /**
     * A node's heartbeat.
     *
     * @param object the Node as JSON: labels and spec as it registers, status as it is
     */
    record OfNode(String node, String time, byte[] object) implements Report {
        @Override
        public String key() {
            return node;
        }
    }

    /**
     * What a node says of one of its pods.
     *
     * @param pod the pod's key
     * @param uid the pod's uid
     * @param status the whole {@code PodStatus} as the node sees it, as JSON
     * @param terminated all containers are gone for good, after the pod's deletion was asked for
     * @param events what happened to the pod, most of it long told
     */
    record OfPod(
            String node,
            String time,
            ObjectKey pod,
            String uid,
            byte[] status,
            boolean terminated,
            List<ReportedEvent> events)
            implements Report {
        public OfPod {
            events = List.copyOf(events);
        }

        @Override
        public String key() {
            return node + "/" + uid;
        }
    }

    /**
     * Something that happened to a pod, {@code count} times between two times in RFC 3339.
     *
     * @param type {@code Normal} or {@code Warning}
     * @param fieldPath the part of the pod that it happened to, empty for the pod as a whole
     */
    record ReportedEvent(
            String reason,
            String type,
            String message,
            int count,
            String firstTime,
            String lastTime,
            String fieldPath) {}
}
