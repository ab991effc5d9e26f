package io.shiplog.resources.fields;

import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of {@code metadata.managedFields}.
 *
 * @param applied whether it was made by applying; otherwise by any other write
 * @param time in seconds, as RFC 3339; empty for none
 */
record ManagedEntry(
        String manager, boolean applied, String apiVersion, String subresource, String time, FieldSet fields) {

    static ManagedEntry of(FieldManager manager, boolean applied, String time, FieldSet fields) {
        return new ManagedEntry(manager.name(), applied, manager.apiVersion(), manager.subresource(), time, fields);
    }

    static ManagedEntry parse(JsonNode entry) {
        return new ManagedEntry(
                Trees.text(entry, "manager"),
                Trees.text(entry, "operation").equals("Apply"),
                Trees.text(entry, "apiVersion"),
                Trees.text(entry, "subresource"),
                Trees.text(entry, "time"),
                FieldsV1.parse(entry.path("fieldsV1")));
    }

    ObjectNode json() {
        ObjectNode entry = Json.object();
        entry.put("manager", manager)
                .put("operation", applied ? "Apply" : "Update")
                .put("apiVersion", apiVersion);
        if (!time.isEmpty()) {
            entry.put("time", time);
        }
        entry.put("fieldsType", "FieldsV1").set("fieldsV1", FieldsV1.format(fields));
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
        return entry;
    }

    /** Whether both are of one manager: an applier keeps its entry when it turns to another version. */
    boolean sameManager(ManagedEntry other) {
        return manager.equals(other.manager)
                && applied == other.applied
                && subresource.equals(other.subresource)
                && (applied || apiVersion.equals(other.apiVersion));
    }

    ManagedEntry with(FieldSet owned) {
        return new ManagedEntry(manager, applied, apiVersion, subresource, time, owned);
    }

    /** As texts of conflicts name its manager. */
    String shown() {
        return GoText.quoted(manager)
                + (subresource.isEmpty() ? "" : " with subresource " + GoText.quoted(subresource))
                + (applied ? "" : " using " + apiVersion);
    }
}
