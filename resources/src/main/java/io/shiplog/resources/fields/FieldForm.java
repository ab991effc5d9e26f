package io.shiplog.resources.fields;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.schema.ListType;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaType;
import io.shiplog.resources.schema.Schemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the values of one place are owned and merged.
 *
 * @param schema what is known of them
 * @param custom whether an object of the cluster declares the kind: what its schema leaves open is owned member by
 *     member, and not as one value
 * @param root whether the whole object stands here
 */
record FieldForm(Schema schema, boolean custom, boolean root) {
    private static final Schema METADATA =
            Schemas.KUBERNETES.ofDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    /** How values are taken apart. */
    enum Shape {
        /** As one value. */
        WHOLE,
        MEMBERS,
        /** Items of a list, by their keys. */
        KEYED,
        /** Items of a list, by their values. */
        SET
    }

    static FieldForm of(Kind kind) {
        return new FieldForm(kind.mergeSchema(), kind.custom(), true);
    }

    Shape shape(@Nullable JsonNode value) {
        if (value instanceof ObjectNode) {
            boolean open =
                    schema.type() == SchemaType.ANY && schema.properties().isEmpty();
            return schema.isAtomicMap() || open && !custom && !root ? Shape.WHOLE : Shape.MEMBERS;
        }
        if (value instanceof ArrayNode) {
            return switch (schema.listType()) {
                case ListType.MAP -> Shape.KEYED;
                case ListType.SET -> Shape.SET;
                case ListType.ATOMIC -> Shape.WHOLE;
            };
        }
        return Shape.WHOLE;
    }

    FieldForm member(String name) {
        if (root && name.equals("metadata")) {
            return new FieldForm(METADATA, custom, false);
        }
        Schema member = schema.property(name);
        return new FieldForm(member == null ? Schema.anything() : member, custom, false);
    }

    /** Whether the schema names the member, as it does not that of a map. */
    boolean names(String member) {
        return root && member.equals("metadata") || schema.properties().containsKey(member);
    }

    FieldForm items() {
        Schema items = schema.items();
        return new FieldForm(items == null ? Schema.anything() : items, custom, false);
    }

    /** The step to an item of a list. */
    FieldStep step(JsonNode item) {
        return item instanceof ObjectNode keyed && schema.listType() == ListType.MAP
                ? FieldStep.keyed(keyed, schema.listMapKeys(), items())
                : FieldStep.value(item);
    }

    /** The form behind a step. */
    FieldForm at(FieldStep step) {
        return step.kind() == 'f' ? member(step.text()) : items();
    }

    @Nullable
    JsonNode defaultOf(String member) {
        Schema known = schema.properties().get(member);
        return known == null ? null : known.defaultValue();
    }
}
