package io.shiplog.resources.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The columns of one kind, each with the cell that it shows. Built once, then never changed. */
public final class TableSpec {
    private final List<Column> columns = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    private Set<String> annotations = Set.of();

    private boolean readsAll;

    private TableSpec() {}

    /** A table that begins with the objects' names. */
    public static TableSpec named() {
        return empty().name();
    }

    /** Of built-in kinds that upstream gives no columns of their own. */
    public static TableSpec createdAt() {
        return named().add(
                        new Column("Created At", "date", "", "Time at which the object was created", 0),
                        Cell.text("metadata.creationTimestamp", ""));
    }

    public static TableSpec empty() {
        return new TableSpec();
    }

    public TableSpec name() {
        return add(new Column("Name", "string", "name", "Name of the object", 0), Cell.text("metadata.name", ""));
    }

    public TableSpec age() {
        return text("Age", "Time since the object was created", Cell.since("metadata.creationTimestamp", Read.UNKNOWN));
    }

    public TableSpec text(String name, String description, Cell cell) {
        return add(new Column(name, "string", "", description, 0), cell);
    }

    public TableSpec integer(String name, String description, Cell cell) {
        return add(new Column(name, "integer", "", description, 0), cell);
    }

    public TableSpec bool(String name, String description, Cell cell) {
        return add(new Column(name, "boolean", "", description, 0), cell);
    }

    /** A column of {@code -o wide}. */
    public TableSpec wide(String name, String description, Cell cell) {
        return add(new Column(name, "string", "", description, 1), cell);
    }

    public TableSpec add(Column column, Cell cell) {
        columns.add(column);
        cells.add(cell);
        return this;
    }

    /** Says that cells show these annotations; others need not be read for a row. */
    public TableSpec showing(String... names) {
        annotations = Set.of(names);
        return this;
    }

    /** Says that cells may show anything: objects are read whole. */
    public TableSpec showingAll() {
        readsAll = true;
        return this;
    }

    /** Whether a row needs the whole object. */
    public boolean readsAll() {
        return readsAll;
    }

    /** The annotations that cells show. */
    public Set<String> annotations() {
        return annotations;
    }

    public List<Column> columns() {
        return List.copyOf(columns);
    }

    public List<JsonNode> row(JsonNode object, Instant now) {
        List<JsonNode> row = new ArrayList<>(cells.size());
        for (Cell cell : cells) {
            row.add(cell.of(object, now));
        }
        return row;
    }
}
