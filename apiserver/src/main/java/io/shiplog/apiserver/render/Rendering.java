package io.shiplog.apiserver.render;

import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.write.ServedVersion;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** Single objects in a representation's shape, as compact JSON. Thread-safe. */
public final class Rendering {
    private final TableRows tables;

    public Rendering(InstantSource clock) {
        this.tables = new TableRows(clock);
    }

    /** A stored object; the stored bytes themselves when they are what is wanted. */
    public byte[] single(Kind kind, StoredObject object, Representation representation) {
        byte[] shown = ServedVersion.as(kind, object);
        return switch (representation.shape()) {
            case OBJECT -> shown;
            case METADATA, TABLE -> single(kind, shown, representation);
        };
    }

    /** An object of {@code kind} that is already in that kind's version. */
    public byte[] single(Kind kind, byte[] json, Representation representation) {
        return switch (representation.shape()) {
            case OBJECT -> json;
            case METADATA -> Json.bytes(partial(Json.parse(json)));
            case TABLE -> Json.bytes(tables.single(kind, Json.parse(json), representation.include()));
        };
    }

    /** What stands before the first item of a list. */
    byte[] listHead(Kind kind, ObjectNode metadata, Representation representation) {
        ObjectNode head = Json.object();
        switch (representation.shape()) {
            case OBJECT -> head.put("kind", kind.listKind()).put("apiVersion", kind.groupVersion());
            case METADATA -> head.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
            case TABLE -> head.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        }
        head.set("metadata", metadata);
        if (representation.shape() == Representation.Shape.TABLE) {
            head.set("columnDefinitions", tables.columns(kind));
            head.putArray("rows");
        } else {
            head.putArray("items");
        }
        return Json.bytes(head);
    }

    /**
     * Appends one item of a list.
     *
     * @param objectHead the kind's {@link ServedVersion#head}
     */
    void appendItem(Buffer list, Kind kind, byte[] objectHead, StoredObject object, Representation representation) {
        byte[] shown = ServedVersion.as(kind, objectHead, object);
        switch (representation.shape()) {
            case OBJECT -> list.appendBytes(shown);
            case METADATA -> list.appendBytes(Json.bytes(partial(Json.parse(object.json()))));
            case TABLE -> tables.appendRow(list, kind, shown, representation.include());
        }
    }

    static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
