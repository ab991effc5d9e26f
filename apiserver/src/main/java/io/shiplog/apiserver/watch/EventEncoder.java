package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.journal.replica.WatchEvent;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes watch events for all watchers of one kind in one representation. The bytes of a change are kept with it, so
 * that the next watcher that sees it in the same way gets the same buffer. Thread-safe.
 */
final class EventEncoder {
    private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

    /** The buffers of one change by how it is seen. */
    private static final class Encodings {
        private final Map<View, Buffer> buffers = new ConcurrentHashMap<>();
    }

    private record View(Type type, Kind kind, Representation representation) {}

    /** What a change is to one watcher. */
    enum Type {
        ADDED,
        MODIFIED,
        DELETED;

        private final byte[] head = ("{\"type\":\"" + name() + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    }

    private final Kind kind;
    private final Representation representation;
    private final Rendering rendering;

    EventEncoder(Kind kind, Representation representation, Rendering rendering) {
        this.kind = kind;
        this.representation = representation;
        this.rendering = rendering;
    }

    /** What a change is to a watcher of {@code selection}, null when it does not concern it. */
    static @Nullable Type type(WatchEvent event, Selection selection) {
        StoredObject before = event.change().before();
        StoredObject after = event.change().after();
        boolean was = before != null && selection.matches(before);
        boolean is = after != null && selection.matches(after);
        if (is) {
            return was ? Type.MODIFIED : Type.ADDED;
        }
        return was ? Type.DELETED : null;
    }

    /** The event's line. */
    Buffer encode(WatchEvent event, Type type) {
        Encodings encodings = event.encoded(Encodings.class, fresh -> new Encodings());
        View view = new View(type, kind, representation);
        Buffer known = encodings.buffers.get(view);
        if (known == null) {
            known = line(type, type == Type.DELETED ? event.lastState() : event.object());
            if (encodings.buffers.put(view, known) == null) {
                event.grow(known.length());
            }
        }
        return known;
    }

    /** An object of the starting state. */
    Buffer added(StoredObject object) {
        return line(Type.ADDED, object);
    }

    /** A bookmark: the watcher has seen everything up to this resourceVersion. */
    Buffer bookmark(long resourceVersion, boolean initialEnd) {
        ObjectNode object = Json.object();
        switch (representation.shape()) {
            case OBJECT -> object.put("kind", kind.kind()).put("apiVersion", kind.groupVersion());
            case METADATA -> object.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            case TABLE -> object.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        }
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(resourceVersion));
        if (representation.shape() == Representation.Shape.TABLE) {
            object.putArray("columnDefinitions");
            object.putArray("rows");
        } else {
            metadata.putNull("creationTimestamp");
        }
        if (initialEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return line("BOOKMARK", object);
    }

    /** The last event of a watch that cannot go on. */
    Buffer error(ApiStatus status) {
        return line("ERROR", status.json());
    }

    private Buffer line(Type type, StoredObject object) {
        byte[] body = rendering.single(kind, object, representation);
        return Buffer.buffer(type.head.length + body.length + END.length)
                .appendBytes(type.head)
                .appendBytes(body)
                .appendBytes(END);
    }

    private static Buffer line(String type, ObjectNode object) {
        ObjectNode event = Json.object();
        event.put("type", type).set("object", object);
        return Buffer.buffer(Json.bytes(event)).appendByte((byte) '\n');
    }
}
