package io.shiplog.apiserver.render;

import io.shiplog.apiserver.request.Representation.Include;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.table.Column;
import io.shiplog.resources.table.Tables;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code meta.k8s.io/v1} tables, as {@code kubectl get} asks for them. */
final class TableRows {
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
        for (Column column : Tables.columns(kind)) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
        return columns;
    }

    ObjectNode row(Kind kind, ObjectNode object, Include include) {
        ObjectNode row = Json.object();
        ArrayNode cells = row.putArray("cells");
        Tables.row(kind, object, clock.instant()).forEach(cells::add);
        switch (include) {
            case NONE -> {}
            case METADATA -> row.set("object", Rendering.partial(object));
            case OBJECT -> row.set("object", object);
        }
        return row;
    }
}
