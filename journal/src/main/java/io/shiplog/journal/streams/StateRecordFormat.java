package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How records lie in the state topic. An object: the key {@code group/resource/namespace/name} in UTF-8, the group
 * empty for the core group and the namespace for cluster-scoped objects, its JSON as value or null if it is deleted,
 * and the headers {@code rv} (decimal), {@code uid} and {@code proposal} in UTF-8; {@code more} where records of the
 * same proposal follow. A position: the key {@code position}, the value {@code {"v":2}}, and the header {@code rv}: all
 * that took effect up to there lies before it; {@code objects} and {@code digest} say what that comes to, so that a
 * reader can tell whether it is all there.
 */
public final class StateRecordFormat {
    /** The header that holds the resourceVersion. */
    public static final String RESOURCE_VERSION = "rv";
    /** The header that holds the object's uid. */
    public static final String UID = "uid";
    /** The header that holds the proposal's id. */
    public static final String PROPOSAL = "proposal";
    /** The header, without a value, of all records of a proposal but the last. */
    public static final String MORE = "more";
    /** The header of a position that holds how many objects there are. */
    public static final String OBJECTS = "objects";
    /** The header of a position that holds the digest of all objects. */
    public static final String DIGEST = "digest";

    private static final byte[] POSITION_KEY = "position".getBytes(UTF_8);
    private static final byte[] POSITION_VALUE = "{\"v\":2}".getBytes(UTF_8);
    private static final byte[] NOTHING = {};

    private StateRecordFormat() {}

    /** The key of an object's records. */
    public static byte[] key(ObjectRef object) {
        GroupResource resource = object.resource();
        ObjectKey key = object.key();
        return (resource.group() + '/' + resource.resource() + '/' + key.namespace() + '/' + key.name())
                .getBytes(UTF_8);
    }

    /** The headers of an object's record. */
    public static Headers headers(StateRecord record) {
        return headers(record.resourceVersion())
                .add(UID, record.uid().getBytes(UTF_8))
                .add(PROPOSAL, record.proposal().getBytes(UTF_8));
    }

    /** The headers of an object's record that is followed by another one of its proposal. */
    public static Headers headersOfMore(StateRecord record) {
        return headers(record).add(MORE, NOTHING);
    }

    /** The key of position records. */
    public static byte[] positionKey() {
        return POSITION_KEY.clone();
    }

    /** The value of position records. */
    public static byte[] positionValue() {
        return POSITION_VALUE.clone();
    }

    /** The headers of a position record that does not say what the state consists of. */
    public static Headers positionHeaders(long resourceVersion) {
        return headers(resourceVersion);
    }

    /** The headers of a position record. */
    public static Headers positionHeaders(long resourceVersion, Contents contents) {
        return headers(resourceVersion)
                .add(OBJECTS, Long.toString(contents.objects()).getBytes(UTF_8))
                .add(DIGEST, Long.toHexString(contents.digest()).getBytes(UTF_8));
    }

    /**
     * What the state consists of at a position.
     *
     * @return null where the position does not say, as earlier builds did not
     * @throws IllegalArgumentException when what it says is no number
     */
    public static @Nullable Contents contents(Headers headers) {
        Header objects = headers.lastHeader(OBJECTS);
        Header digest = headers.lastHeader(DIGEST);
        return objects == null || digest == null
                ? null
                : new Contents(
                        Long.parseLong(new String(objects.value(), UTF_8)),
                        Long.parseUnsignedLong(new String(digest.value(), UTF_8), 16));
    }

    private static Headers headers(long resourceVersion) {
        return new RecordHeaders()
                .add(RESOURCE_VERSION, Long.toString(resourceVersion).getBytes(UTF_8));
    }

    /** Whether a record says how far the materializer is, and nothing of an object. */
    public static boolean isPosition(byte @Nullable [] key) {
        return Arrays.equals(POSITION_KEY, key);
    }

    /** The resourceVersion of a record; of a position, up to where all that took effect lies before it. */
    public static long resourceVersion(Headers headers) {
        return resourceVersion(headers, "some object");
    }

    /** Whether another record of the same proposal follows. */
    public static boolean hasMore(Headers headers) {
        return headers.lastHeader(MORE) != null;
    }

    /**
     * The object that a record is of.
     *
     * @throws IllegalArgumentException when it is no key of an object
     */
    public static ObjectRef object(byte @Nullable [] key) {
        String text = key == null ? "" : new String(key, UTF_8);
        int resource = text.indexOf('/') + 1;
        int namespace = text.indexOf('/', resource) + 1;
        int name = text.indexOf('/', namespace) + 1;
        if (resource == 0 || namespace == 0 || name == 0) {
            throw new IllegalArgumentException("'" + text + "' is no key of a state record");
        }
        return new ObjectRef(
                new GroupResource(text.substring(resource, namespace - 1), text.substring(0, resource - 1)),
                new ObjectKey(text.substring(namespace, name - 1), text.substring(name)));
    }

    /**
     * Reads the record of an object.
     *
     * @throws IllegalArgumentException when it is none: its key is not that of an object, or a header is missing or not
     *     what it should be. Nobody but the materializer writes the state topic, so this is a fault, not an input
     */
    public static StateRecord read(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        ObjectRef object = object(key);
        return new StateRecord(
                object.resource(),
                object.key(),
                header(headers, UID, object),
                resourceVersion(headers, object),
                header(headers, PROPOSAL, object),
                value);
    }

    private static long resourceVersion(Headers headers, Object of) {
        String version = header(headers, RESOURCE_VERSION, of);
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the state record of " + of + " has the resourceVersion '" + version + "'", e);
        }
    }

    private static String header(Headers headers, String name, Object of) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new IllegalArgumentException("the state record of " + of + " has no header '" + name + "'");
        }
        return new String(header.value(), UTF_8);
    }
}
