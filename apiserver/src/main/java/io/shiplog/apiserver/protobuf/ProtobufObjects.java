package io.shiplog.apiserver.protobuf;

import io.shiplog.apiserver.protobuf.WireTypes.Field;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Kubernetes objects in protobuf as the JSON trees that a client would have sent instead. */
public final class ProtobufObjects {
    /** The media type of such bodies. */
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final WireTypes types = WireTypes.kubernetes();

    /**
     * Reads an enveloped object.
     *
     * @param type the name of its type, such as {@code io.k8s.api.core.v1.Pod}
     * @throws WireException when the bytes are not such an object
     */
    public static ObjectNode read(byte[] body, String type) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (body.length <= i || body[i] != MAGIC[i]) {
                throw new WireException("the body does not start with the protobuf magic number");
            }
        }
        ObjectNode object = Json.object();
        WireReader envelope = new WireReader(body, MAGIC.length, body.length);
        WireReader raw = null;
        for (int field = envelope.nextField(); field != 0; field = envelope.nextField()) {
            switch (field) {
                case 1 -> readTypeMeta(envelope.message(), object);
                case 2 -> raw = envelope.message();
                default -> envelope.skip();
            }
        }
        if (raw != null) {
            new ProtobufObjects().readInto(object, raw, type);
        }
        return object;
    }

    private static void readTypeMeta(WireReader reader, ObjectNode into) {
        String apiVersion = "";
        for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
            switch (field) {
                case 1 -> apiVersion = reader.string();
                case 2 -> into.put("kind", reader.string());
                default -> reader.skip();
            }
        }
        into.put("apiVersion", apiVersion);
    }

    private void readInto(ObjectNode into, WireReader reader, String type) {
        Map<Integer, Field> fields = types.fields(type);
        if (fields == null) {
            throw new WireException("the type " + type + " cannot be read");
        }
        for (int number = reader.nextField(); number != 0; number = reader.nextField()) {
            Field field = fields.get(number);
            if (field == null) {
                reader.skip();
            } else if (field.isInline()) {
                String message = field.message();
                readInto(into, reader.message(), message == null ? "" : message);
            } else if (field.map()) {
                ObjectNode map =
                        into.get(field.name()) instanceof ObjectNode found ? found : into.putObject(field.name());
                readEntry(map, reader.message(), field);
            } else if (field.repeated()) {
                ArrayNode list =
                        into.get(field.name()) instanceof ArrayNode found ? found : into.putArray(field.name());
                readItems(list, reader, field);
            } else {
                JsonNode value = value(reader, field.type());
                if (value != null && (field.keepsZero() || !isZero(value))) {
                    into.set(field.name(), value);
                }
            }
        }
    }

    private void readEntry(ObjectNode map, WireReader entry, Field field) {
        String key = "";
        JsonNode value = null;
        for (int number = entry.nextField(); number != 0; number = entry.nextField()) {
            switch (number) {
                case 1 -> key = entry.string();
                case 2 -> value = value(entry, field.type());
                default -> entry.skip();
            }
        }
        map.set(key, value == null ? StringNode.valueOf("") : value);
    }

    private void readItems(ArrayNode list, WireReader reader, Field field) {
        if (field.type().equals("i") && reader.wireType() == WireReader.BYTES) {
            WireReader packed = reader.message();
            while (!packed.atEnd()) {
                list.add(packed.varint());
            }
            return;
        }
        JsonNode value = value(reader, field.type());
        if (value != null) {
            list.add(value);
        }
    }

    private @Nullable JsonNode value(WireReader reader, String type) {
        return switch (type) {
            case "s" -> StringNode.valueOf(reader.string());
            case "b" -> BooleanNode.valueOf(reader.varint() != 0);
            case "i" -> LongNode.valueOf(reader.varint());
            case "d" -> DoubleNode.valueOf(reader.fixedDouble());
            case "y" -> StringNode.valueOf(Base64.getEncoder().encodeToString(reader.bytes()));
            case "time" -> time(reader.message(), false);
            case "microtime" -> time(reader.message(), true);
            case "quantity" -> StringNode.valueOf(firstString(reader.message()));
            case "intorstring" -> intOrString(reader.message());
            case "raw" -> raw(reader.message());
            case "strings" -> strings(reader.message());
            default -> {
                ObjectNode inner = Json.object();
                readInto(inner, reader.message(), type.substring(1));
                yield inner;
            }
        };
    }

    private static @Nullable JsonNode time(WireReader reader, boolean micros) {
        long seconds = 0;
        long nanos = 0;
        for (int number = reader.nextField(); number != 0; number = reader.nextField()) {
            switch (number) {
                case 1 -> seconds = reader.varint();
                case 2 -> nanos = reader.varint();
                default -> reader.skip();
            }
        }
        if (seconds == 0 && nanos == 0) {
            return null;
        }
        try {
            Instant time = Instant.ofEpochSecond(seconds, nanos);
            return StringNode.valueOf(
                    micros
                            ? MICROS.format(time)
                            : Instant.ofEpochSecond(seconds).toString());
        } catch (DateTimeException e) {
            throw new WireException("a time is out of range");
        }
    }

    private static String firstString(WireReader reader) {
        String text = "";
        for (int number = reader.nextField(); number != 0; number = reader.nextField()) {
            if (number == 1) {
                text = reader.string();
            } else {
                reader.skip();
            }
        }
        return text;
    }

    private static JsonNode intOrString(WireReader reader) {
        long kind = 0;
        long number = 0;
        String text = "";
        for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
            switch (field) {
                case 1 -> kind = reader.varint();
                case 2 -> number = reader.varint();
                case 3 -> text = reader.string();
                default -> reader.skip();
            }
        }
        return kind == 1 ? StringNode.valueOf(text) : LongNode.valueOf(number);
    }

    private static @Nullable JsonNode raw(WireReader reader) {
        byte[] json = new byte[0];
        for (int number = reader.nextField(); number != 0; number = reader.nextField()) {
            if (number == 1) {
                json = reader.bytes();
            } else {
                reader.skip();
            }
        }
        try {
            return json.length == 0 ? null : Json.parseValue(json);
        } catch (JsonSyntaxException e) {
            throw new WireException("embedded JSON: " + e.getMessage());
        }
    }

    private static JsonNode strings(WireReader reader) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int number = reader.nextField(); number != 0; number = reader.nextField()) {
            if (number == 1) {
                list.add(reader.string());
            } else {
                reader.skip();
            }
        }
        return list;
    }

    /** Go writes the zero values of plain fields, which JSON leaves out. */
    private static boolean isZero(JsonNode value) {
        return switch (value) {
            case StringNode text -> text.stringValue().isEmpty();
            case BooleanNode bool -> !bool.booleanValue();
            case LongNode number -> number.longValue() == 0;
            case DoubleNode number -> number.doubleValue() == 0;
            case ObjectNode object -> object.isEmpty();
            default -> false;
        };
    }
}
