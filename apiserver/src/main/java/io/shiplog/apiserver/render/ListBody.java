package io.shiplog.apiserver.render;

import io.shiplog.apiserver.read.Page;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.write.ServedVersion;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list as JSON, made piece by piece so that it is never whole in memory: the head, the stored bytes of each item, the
 * tail. One reader, one thread.
 */
public final class ListBody {
    private static final byte[] TAIL = "]}\n".getBytes(StandardCharsets.US_ASCII);

    private final Rendering rendering;
    private final Kind kind;
    private final Representation representation;
    private final Page page;
    private final byte[] objectHead;
    private final Iterator<StoredObject> items;
    private boolean started;
    private boolean first = true;
    private boolean done;

    public ListBody(Rendering rendering, Kind kind, Page page, Representation representation) {
        this.rendering = rendering;
        this.kind = kind;
        this.page = page;
        this.representation = representation;
        this.objectHead = ServedVersion.head(kind);
        this.items = page.items().iterator();
    }

    public boolean hasNext() {
        return !done;
    }

    /** The next piece: at least {@code bytes} long unless it is the last. */
    public Buffer next(int bytes) {
        Buffer piece = Buffer.buffer(bytes + bytes / 8);
        if (!started) {
            started = true;
            byte[] head = rendering.listHead(kind, metadata(), representation);
            piece.appendBytes(head, 0, head.length - 2); // without the "]}" of the empty array
        }
        while (piece.length() < bytes && items.hasNext()) {
            if (!first) {
                piece.appendByte((byte) ',');
            }
            first = false;
            rendering.appendItem(piece, kind, objectHead, items.next(), representation);
        }
        if (!items.hasNext()) {
            piece.appendBytes(TAIL);
            done = true;
        }
        return piece;
    }

    /** The whole list at once, for small ones and for encodings that need a tree. */
    public byte[] all() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (hasNext()) {
            whole.writeBytes(next(64 * 1024).getBytes());
        }
        return whole.toByteArray();
    }

    private ObjectNode metadata() {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(page.resourceVersion()));
        if (page.continueToken() != null) {
            metadata.put("continue", page.continueToken());
        }
        if (page.remaining() != null) {
            metadata.put("remainingItemCount", page.remaining());
        }
        return metadata;
    }
}
