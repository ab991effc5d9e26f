package io.shiplog.resources.table;

import io.shiplog.resources.kind.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server shows of each kind when it is asked for a Table: the columns and cells of Kubernetes 1.34. Built-in
 * kinds that upstream gives no columns of their own show their time of creation, custom resources their age.
 */
public final class Tables {
    private static final TableSpec CREATED_AT = TableSpec.named()
            .add(
                    new Column("Created At", "date", "", "Time at which the object was created", 0),
                    Cell.text("metadata.creationTimestamp", ""));

    private static final TableSpec AGE = TableSpec.named().age();

    private static final Map<String, TableSpec> BY_RESOURCE = all();

    private Tables() {}

    public static List<Column> columns(Kind kind) {
        return spec(kind).columns();
    }

    /** The cells of one object, in the order of {@link #columns}. */
    public static List<JsonNode> row(Kind kind, ObjectNode object, Instant now) {
        return spec(kind).row(object, now);
    }

    private static TableSpec spec(Kind kind) {
        TableSpec own = BY_RESOURCE.get(kind.groupResource());
        if (own != null) {
            return own;
        }
        return kind.custom() ? AGE : CREATED_AT;
    }

    private static Map<String, TableSpec> all() {
        Map<String, TableSpec> tables = new HashMap<>();
        PodTables.addTo(tables);
        WorkloadTables.addTo(tables);
        NetworkTables.addTo(tables);
        ClusterTables.addTo(tables);
        StorageTables.addTo(tables);
        AccessTables.addTo(tables);
        ControlTables.addTo(tables);
        DeviceTables.addTo(tables);
        return Map.copyOf(tables);
    }
}
