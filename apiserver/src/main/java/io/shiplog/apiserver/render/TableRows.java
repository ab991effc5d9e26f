package io.shiplog.apiserver.render;

import io.shiplog.apiserver.request.Representation.Include;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.table.Column;
import io.shiplog.resources.table.RowSource;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code meta.k8s.io/v1} tables, as {@code kubectl get} asks for them. */
final class TableRows {
    private static final byte[] CELLS = "{\"cells\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OBJECT =
            ",\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"
                    .getBytes(StandardCharsets.US_ASCII);

    private final InstantSource clock;

    TableRows(InstantSource clock) {
        this.clock = clock;
    }

    /** A table of one object. */
    ObjectNode single(Kind kind, ObjectNode object, Include include) {
        ObjectNode table = Json.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata")
                .put(
                        "resourceVersion",
                        object.path("metadata").path("resourceVersion").asString(""));
        table.set("columnDefinitions", columns(kind));
        table.putArray("rows").add(row(kind, object, include));
        return table;
    }

    ArrayNode columns(Kind kind) {
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        for (Column column : kind.rules().table().columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
        return columns;
    }

    /** Appends the row of an object; its metadata is the stored bytes. */
    void appendRow(Buffer list, Kind kind, byte[] json, Include include) {
        if (include == Include.OBJECT) {
            list.appendBytes(Json.bytes(row(kind, Json.parse(json), include)));
            return;
        }
        RowSource source = RowSource.read(
                json, kind.rules().table().annotations(), kind.rules().table().readsAll());
        list.appendBytes(CELLS).appendBytes(Json.bytes(cells(kind, source.object())));
        if (include == Include.METADATA) {
            int length = source.metadataEnd() - source.metadataStart();
            list.appendBytes(OBJECT)
                    .appendBytes(json, source.metadataStart(), length)
                    .appendByte((byte) '}');
        }
        list.appendByte((byte) '}');
    }

    private ObjectNode row(Kind kind, ObjectNode object, Include include) {
        ObjectNode row = Json.object();
        row.set("cells", cells(kind, object));
        switch (include) {
            case NONE -> {}
            case METADATA -> row.set("object", Rendering.partial(object));
            case OBJECT -> row.set("object", object);
        }
        return row;
    }

    private ArrayNode cells(Kind kind, ObjectNode object) {
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        kind.rules().table().row(object, clock.instant()).forEach(cells::add);
        return cells;
    }
}
