package io.shiplog.cel.rules;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.shiplog.cel.rules.RuleType.Member;
import io.shiplog.cel.rules.RuleType.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas in OpenAPI v3 as types of expressions, with their sizes (Kubernetes' {@code SchemaDeclType}, v1.34). */
final class SchemaTypes {
    private static final long MAX_REQUEST = 3 * 1024 * 1024;
    private static final long MAX_TIME = 32;
    private static final long DATE = 12;

    private SchemaTypes() {}

    /**
     * The type of a schema, null when expressions cannot see such values.
     *
     * @param root whether it is a whole object's
     * @param name what the type is called
     */
    static @Nullable RuleType of(JsonNode schema, boolean root, String name) {
        if (flag(schema, "x-kubernetes-int-or-string")) {
            long most = schema.has("maxLength") ? 4 * count(schema, "maxLength") : MAX_REQUEST - 2;
            return scalar(SimpleType.DYN, Shape.ANY, most, 1);
        }
        JsonNode whole = root ? withMetadata(schema) : schema;
        return switch (whole.path("type").asString("")) {
            case "array" -> list(whole, name);
            case "object" -> whole.path("additionalProperties").isObject() ? map(whole, name) : object(whole, name);
            case "string" -> text(whole);
            case "boolean" -> scalar(SimpleType.BOOL, Shape.FLAG, 0, 4);
            case "number" -> scalar(SimpleType.DOUBLE, Shape.NUMBER, 0, 1);
            case "integer" -> scalar(SimpleType.INT, Shape.WHOLE, 0, 1);
            default -> null;
        };
    }

    /** All types that have names, by which the checker finds them. */
    static List<CelType> named(RuleType type) {
        List<CelType> all = new ArrayList<>();
        collect(type, all);
        return all;
    }

    private static void collect(@Nullable RuleType type, List<CelType> all) {
        if (type != null) {
            if (type.cel() instanceof StructType) {
                all.add(type.cel());
            }
            collect(type.element(), all);
            type.members().values().forEach(member -> collect(member.type(), all));
        }
    }

    private static @Nullable RuleType list(JsonNode schema, String name) {
        JsonNode items = schema.path("items");
        RuleType element = items.isObject() ? of(items, isEmbedded(items), name + ".@idx") : null;
        if (element == null) {
            return null;
        }
        long most = schema.has("maxItems")
                ? Math.max(0, count(schema, "maxItems"))
                : (MAX_REQUEST - 2) / (element.minSize() + 1);
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asString("")));
        String how = schema.path("x-kubernetes-list-type").asString("atomic");
        return new RuleType(ListType.create(element.cel()), Shape.LIST, element, Map.of(), how, keys, most, 2);
    }

    private static @Nullable RuleType map(JsonNode schema, String name) {
        JsonNode values = schema.path("additionalProperties");
        RuleType element = of(values, isEmbedded(values), name + ".@elem");
        if (element == null) {
            return null;
        }
        long most = schema.has("maxProperties")
                ? Math.max(0, count(schema, "maxProperties"))
                : (MAX_REQUEST - 2) / (element.minSize() + 6);
        CelType type = MapType.create(SimpleType.STRING, element.cel());
        return new RuleType(type, Shape.MAP, element, Map.of(), "", List.of(), most, 2);
    }

    private static RuleType object(JsonNode schema, String name) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(one -> required.add(one.asString("")));
        Map<String, Member> members = new LinkedHashMap<>();
        long least = 2;
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode of = property.getValue();
            Optional<String> escaped = Escaping.of(property.getKey());
            RuleType type = of(of, isEmbedded(of), name + "." + escaped.orElse("@" + property.getKey()));
            if (type != null) {
                escaped.ifPresent(known -> members.put(known, new Member(property.getKey(), type)));
                if (Escaping.isReserved(property.getKey())) {
                    members.put(property.getKey(), new Member(property.getKey(), type));
                }
                if (required.contains(property.getKey()) && !of.hasNonNull("default")) {
                    least += property.getKey().length() + type.minSize() + 4;
                }
            }
        }
        ImmutableMap<String, CelType> types = members.entrySet().stream()
                .collect(ImmutableMap.toImmutableMap(
                        Map.Entry::getKey, one -> one.getValue().type().cel()));
        StructType struct = StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
        return new RuleType(struct, Shape.OBJECT, null, members, "", List.of(), 0, least);
    }

    private static RuleType text(JsonNode schema) {
        boolean bounded = schema.has("maxLength");
        long length = Math.max(0, count(schema, "maxLength"));
        return switch (schema.path("format").asString("")) {
            case "byte" -> scalar(SimpleType.BYTES, Shape.BYTES, bounded ? length : MAX_REQUEST - 2, 2);
            case "duration" -> scalar(SimpleType.DURATION, Shape.DURATION, MAX_TIME, 3);
            case "date" -> scalar(SimpleType.TIMESTAMP, Shape.TIME, DATE, DATE);
            case "date-time" -> scalar(SimpleType.TIMESTAMP, Shape.TIME, MAX_TIME, 21);
            default -> scalar(SimpleType.STRING, Shape.TEXT, bounded ? 4 * length : longest(schema), 2);
        };
    }

    private static long longest(JsonNode schema) {
        if (schema.path("enum").isEmpty()) {
            return MAX_REQUEST - 2;
        }
        long longest = 0;
        for (JsonNode one : schema.path("enum")) {
            longest = Math.max(longest, one.isString() ? one.stringValue().length() : 0);
        }
        return longest;
    }

    private static RuleType scalar(CelType type, Shape shape, long most, long least) {
        return new RuleType(type, shape, null, Map.of(), "", List.of(), most, least);
    }

    /** What every object has, whether its schema says so or not. */
    private static JsonNode withMetadata(JsonNode schema) {
        ObjectNode whole = schema instanceof ObjectNode object
                ? new ObjectNode(JsonNodeFactory.instance).setAll(object)
                : new ObjectNode(JsonNodeFactory.instance);
        ObjectNode properties = new ObjectNode(JsonNodeFactory.instance);
        if (schema.path("properties") instanceof ObjectNode given) {
            properties.setAll(given);
        }
        ObjectNode text = new ObjectNode(JsonNodeFactory.instance).put("type", "string");
        ObjectNode metadata = new ObjectNode(JsonNodeFactory.instance).put("type", "object");
        ObjectNode named = metadata.putObject("properties");
        named.set("name", text);
        named.set("generateName", text);
        JsonNode given = properties.path("metadata").path("properties");
        if (given.path("name").isMissingNode() || given.path("generateName").isMissingNode()) {
            properties.set("metadata", metadata);
        }
        properties.set("kind", text);
        properties.set("apiVersion", text);
        whole.set("properties", properties);
        whole.put("type", "object");
        return whole;
    }

    static boolean isEmbedded(JsonNode schema) {
        return flag(schema, "x-kubernetes-embedded-resource");
    }

    static boolean flag(JsonNode schema, String member) {
        return schema.path(member).asBoolean(false);
    }

    static long count(JsonNode schema, String member) {
        JsonNode value = schema.path(member);
        return value instanceof MissingNode ? 0 : value.asLong(0);
    }
}
