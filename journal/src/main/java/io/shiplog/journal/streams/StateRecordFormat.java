package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How a state record lies in its topic: the key {@code namespace/name} or {@code name} in UTF-8, the object's JSON as value
 * or null if it is deleted, and the headers {@code rv} (decimal), {@code uid} and {@code proposal} in UTF-8.
 */
public final class StateRecordFormat {
    /** The header that holds the resourceVersion. */
    public static final String RESOURCE_VERSION = "rv";
    /** The header that holds the object's uid. */
    public static final String UID = "uid";
    /** The header that holds the proposal's id. */
    public static final String PROPOSAL = "proposal";

    private static final String TOPIC_PREFIX = "state.";

    private StateRecordFormat() {}

    /** A state topic's name without the cluster's prefix: {@code state.pods}, {@code state.deployments.apps}. */
    public static String topic(GroupResource resource) {
        return TOPIC_PREFIX + resource;
    }

    public static byte[] key(ObjectKey key) {
        return key.toString().getBytes(UTF_8);
    }

    public static Headers headers(StateRecord record) {
        return new RecordHeaders()
                .add(RESOURCE_VERSION, Long.toString(record.resourceVersion()).getBytes(UTF_8))
                .add(UID, record.uid().getBytes(UTF_8))
                .add(PROPOSAL, record.proposal().getBytes(UTF_8));
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException when it is not a state record: no key, or a header is missing or not what it should
     *     be. Nobody but the materializer writes state topics, so this is a fault, not an input
     */
    public static StateRecord read(
            GroupResource resource, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        if (key == null) {
            throw new IllegalArgumentException("a record of state." + resource + " has no key");
        }
        ObjectKey object = ObjectKey.parse(new String(key, UTF_8));
        String version = header(headers, RESOURCE_VERSION, resource, object);
        try {
            return new StateRecord(
                    resource,
                    object,
                    header(headers, UID, resource, object),
                    Long.parseLong(version),
                    header(headers, PROPOSAL, resource, object),
                    value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "state." + resource + " " + object + " has the resourceVersion '" + version + "'", e);
        }
    }

    private static String header(Headers headers, String name, GroupResource resource, ObjectKey key) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new IllegalArgumentException("state." + resource + " " + key + " has no header '" + name + "'");
        }
        return new String(header.value(), UTF_8);
    }
}
