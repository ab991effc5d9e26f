package io.shiplog.resources.patch;

import io.shiplog.resources.schema.Schema;
import org.jspecify.annotations.Nullable;

/** What the schema says about merging one field; a field that the schema does not know has no hints. */
record Hints(String name, @Nullable Schema schema) {

    static Hints of(Schema schema) {
        return new Hints("", schema);
    }

    Hints member(String member) {
        return new Hints(member, schema == null ? null : schema.property(member));
    }

    Hints items() {
        return new Hints(name, schema == null ? null : schema.items());
    }

    boolean merges() {
        return has(Directives.MERGE);
    }

    boolean replaces() {
        return has(Directives.REPLACE);
    }

    private boolean has(String strategy) {
        return schema != null && schema.patchStrategies().contains(strategy);
    }

    /** The member that tells the items of this list apart; empty for lists of plain values. */
    String mergeKey() {
        return schema == null ? "" : schema.patchMergeKey();
    }
}
