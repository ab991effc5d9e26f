package io.shiplog.journal.codec;

import io.shiplog.journal.Contents;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code keyframes}, format version 1: see docs/record-formats.md. A keyframe is some chunks of objects
 * and, in the other partition, the record that says where they lie and what they come to. Stateless.
 */
public final class KeyframeCodec {
    /** The format version that this build writes, and the only one that it reads. */
    public static final int VERSION = 1;

    private static final int OBJECT_OVERHEAD_BYTES = 200;

    private KeyframeCodec() {}

    /** The value of a chunk. */
    public static byte[] encode(Collection<StoredObject> objects) {
        int size = 32;
        for (StoredObject object : objects) {
            size += object.json().length + OBJECT_OVERHEAD_BYTES;
        }
        var json = new JsonBytes(size);
        json.ascii("{\"v\":1,\"objects\":[");
        String separator = "";
        for (StoredObject object : objects) {
            json.ascii(separator)
                    .ascii("{\"resource\":")
                    .string(object.resource().toString())
                    .ascii(",\"key\":")
                    .string(object.key().toString())
                    .ascii(",\"uid\":")
                    .string(object.uid())
                    .ascii(",\"rv\":")
                    .number(object.resourceVersion())
                    .ascii(",\"object\":")
                    .raw(object.json())
                    .ascii("}");
            separator = ",";
        }
        return json.ascii("]}").toArray();
    }

    /**
     * Reads a chunk.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static List<StoredObject> objects(byte[] value) {
        requireVersion(value);
        var objects = new ArrayList<StoredObject>();
        ValueReader.read(
                value,
                reader -> reader.members(name -> {
                    if (name.equals("objects")) {
                        reader.elements(() -> objects.add(new ReadObject().read(reader)));
                    }
                }));
        return objects;
    }

    /** The value of the record that completes a keyframe. */
    public static byte[] encode(Keyframe keyframe) {
        return new JsonBytes(256)
                .ascii("{\"v\":1,\"rv\":")
                .number(keyframe.resourceVersion())
                .ascii(",\"time\":")
                .string(keyframe.time().toString())
                .ascii(",\"id\":")
                .string(keyframe.id())
                .ascii(",\"from\":")
                .number(keyframe.place().from())
                .ascii(",\"to\":")
                .number(keyframe.place().to())
                .ascii(",\"objects\":")
                .number(keyframe.contents().objects())
                .ascii(",\"digest\":")
                .string(Long.toHexString(keyframe.contents().digest()))
                .ascii("}")
                .toArray();
    }

    /**
     * Reads the record that completes a keyframe.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static Keyframe keyframe(byte[] value) {
        requireVersion(value);
        var read = new ReadKeyframe();
        ValueReader.read(value, read::read);
        return read.keyframe();
    }

    private static void requireVersion(byte[] value) {
        int version = ValueReader.version(value);
        if (version != VERSION) {
            throw new UnreadableValueException(
                    "the keyframe has format version " + version + ", this build reads " + VERSION);
        }
    }

    private static final class ReadObject {
        private @Nullable String resource;
        private @Nullable String key;
        private @Nullable String uid;
        private long version = -1;
        private byte @Nullable [] json;

        StoredObject read(ValueReader reader) {
            reader.members(name -> {
                switch (name) {
                    case "resource" -> resource = reader.string();
                    case "key" -> key = reader.string();
                    case "uid" -> uid = reader.string();
                    case "rv" -> version = reader.number();
                    case "object" -> json = reader.object();
                    default -> {}
                }
            });
            return new StoredObject(
                    GroupResource.parse(ValueReader.required(resource, "resource")),
                    ObjectKey.parse(ValueReader.required(key, "key")),
                    ValueReader.required(uid, "uid"),
                    version,
                    ValueReader.required(json, "object"));
        }
    }

    private static final class ReadKeyframe {
        private @Nullable String time;
        private @Nullable String id;
        private @Nullable String digest;
        private long version = -1;
        private long from = -1;
        private long to = -1;
        private long objects = -1;

        void read(ValueReader reader) {
            reader.members(name -> {
                switch (name) {
                    case "rv" -> version = reader.number();
                    case "time" -> time = reader.string();
                    case "id" -> id = reader.string();
                    case "from" -> from = reader.number();
                    case "to" -> to = reader.number();
                    case "objects" -> objects = reader.number();
                    case "digest" -> digest = reader.string();
                    default -> {}
                }
            });
        }

        Keyframe keyframe() {
            try {
                return new Keyframe(
                        version,
                        Instant.parse(ValueReader.required(time, "time")),
                        ValueReader.required(id, "id"),
                        new Keyframe.Place(from, to),
                        new Contents(objects, Long.parseUnsignedLong(ValueReader.required(digest, "digest"), 16)));
            } catch (NumberFormatException | DateTimeException e) {
                throw new UnreadableValueException("the keyframe cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
