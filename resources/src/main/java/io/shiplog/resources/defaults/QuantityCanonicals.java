package io.shiplog.resources.defaults;

import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import io.shiplog.resources.schema.Schema;
import io.shiplog.resources.schema.SchemaType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Rewrites every quantity of an object in its canonical form, as upstream does by decoding and encoding it. In maps of
 * amounts by resource, what is finer than a thousandth is rounded up (upstream's {@code SetDefaults_ResourceList},
 * v1.34).
 */
final class QuantityCanonicals {
    private QuantityCanonicals() {}

    /** Changes the object in place; what is no quantity stays for validation to refuse. */
    static void apply(ObjectNode object, Schema schema) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Schema known = schema.property(member.getKey());
            if (known == null) {
                continue;
            }
            boolean ofResource = schema.additionalProperties() != null;
            JsonNode canonical = ofResource && known.type() == SchemaType.QUANTITY
                    ? quantity(member.getValue(), true)
                    : canonical(member.getValue(), known);
            if (canonical != null) {
                member.setValue(canonical);
            }
        }
    }

    /** The node to put in place of this one, or null when it stays (perhaps changed within). */
    private static @Nullable JsonNode canonical(JsonNode value, Schema schema) {
        if (schema.type() == SchemaType.ANY) {
            return null;
        }
        if (schema.type() == SchemaType.QUANTITY) {
            return quantity(value, false);
        }
        if (value instanceof ObjectNode object) {
            apply(object, schema);
        } else if (value instanceof ArrayNode array && schema.items() != null) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode canonical = canonical(array.get(i), schema.items());
                if (canonical != null) {
                    array.set(i, canonical);
                }
            }
        }
        return null;
    }

    private static @Nullable JsonNode quantity(JsonNode value, boolean toMilli) {
        if (!value.isString() && !value.isNumber()) {
            return null;
        }
        try {
            Quantity read = Quantity.parse(value.asString().strip());
            return StringNode.valueOf((toMilli ? read.upToMilli() : read).toString());
        } catch (QuantityException leftToValidation) {
            return null;
        }
    }
}
