package io.shiplog.reconcilers.status;

import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.StoredObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the fold of reports has to know of every pod at every change: where it is bound to. Read without decoding the pod,
 * and kept with it.
 *
 * @param node {@code spec.nodeName}, null while the pod is bound to no node
 */
record BoundPod(@Nullable String node) {

    static BoundPod of(StoredObject pod) {
        return pod.as(BoundPod.class, (json, _) -> new BoundPod(read(json)));
    }

    /** The key of the report that the pod's node makes of it, null while the pod is bound to no node. */
    static @Nullable String reportKey(StoredObject pod) {
        String node = of(pod).node();
        return node == null ? null : node + "/" + pod.uid();
    }

    private static @Nullable String read(byte[] json) {
        try (JsonParser parser = ObjectJson.parser(json)) {
            if (!seek(parser, "spec", JsonToken.START_OBJECT) || !seek(parser, "nodeName", JsonToken.VALUE_STRING)) {
                return null;
            }
            String name = parser.getString();
            return name.isEmpty() ? null : name;
        }
    }

    /** Moves from before a member of an object to the value of the one called {@code name}; false if it is not of that kind. */
    private static boolean seek(JsonParser parser, String name, JsonToken kind) {
        if (parser.currentToken() == null) {
            parser.nextToken();
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = name.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (found) {
                return value == kind;
            }
            parser.skipChildren();
        }
        return false;
    }
}
