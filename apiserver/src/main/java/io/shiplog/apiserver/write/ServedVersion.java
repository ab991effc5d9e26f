package io.shiplog.apiserver.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Stored objects in the version that a client reads: nearly every kind is shown as it is stored, byte for byte. */
public final class ServedVersion {
    private ServedVersion() {}

    /** The bytes of a stored object as {@code kind} shows them; the stored array itself when nothing differs. */
    public static byte[] as(Kind kind, StoredObject object) {
        return as(kind, head(kind), object);
    }

    /** As above, for one of many objects of a kind whose {@link #head} is known. */
    public static byte[] as(Kind kind, byte[] head, StoredObject object) {
        byte[] json = object.json();
        if (!kind.reshapes(object)
                && json.length > head.length
                && Arrays.equals(json, 0, head.length, head, 0, head.length)) {
            return json;
        }
        return Json.bytes(kind.toServed(Json.parse(json)));
    }

    /** What the bytes of every object of {@code kind} begin with. */
    public static byte[] head(Kind kind) {
        return ("{\"kind\":\"" + kind.kind() + "\",\"apiVersion\":\"" + kind.groupVersion() + "\",")
                .getBytes(StandardCharsets.UTF_8);
    }
}
