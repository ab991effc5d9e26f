package io.shiplog.apiserver.render;

import io.shiplog.apiserver.list.Page;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.journal.StoredObject;
import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
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
    private final ResourceKind kind;
    private final Representation representation;
    private final Page page;
    private final Iterator<StoredObject> items;
    private boolean started;
    private boolean first = true;
    private boolean done;

    public ListBody(Rendering rendering, ResourceKind kind, Page page, Representation representation) {
        this.rendering = rendering;
        this.kind = kind;
        this.page = page;
        this.representation = representation;
        this.items = page.items().iterator();
    }

    public boolean hasNext() {
        return !done;
    }

    /** The next piece: at least {@code bytes} long unless it is the last. */
    public byte[] next(int bytes) {
        ByteArrayOutputStream piece = new ByteArrayOutputStream(bytes + bytes / 4);
        if (!started) {
            started = true;
            byte[] head = rendering.listHead(kind, metadata(), representation);
            piece.write(head, 0, head.length - 2); // without the "]}" of the empty array
        }
        while (piece.size() < bytes && items.hasNext()) {
            if (!first) {
                piece.write(',');
            }
            first = false;
            byte[] item = rendering.listItem(kind, items.next(), representation);
            piece.write(item, 0, item.length);
        }
        if (!items.hasNext()) {
            piece.write(TAIL, 0, TAIL.length);
            done = true;
        }
        return piece.toByteArray();
    }

    /** The whole list at once, for small ones and for encodings that need a tree. */
    public byte[] all() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (hasNext()) {
            whole.writeBytes(next(64 * 1024));
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
