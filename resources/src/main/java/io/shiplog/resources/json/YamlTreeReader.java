package io.shiplog.resources.json;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a JSON tree from the first document of a YAML stream, from the parser's events: scalars are resolved by
 * {@link YamlScalars}, aliases are copied, and merge keys are applied. One reader reads one document.
 */
final class YamlTreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** What aliases may add together: more is a document made to exhaust memory. */
    private static final int MAX_ALIASED_NODES = 100_000;

    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private final Set<String> duplicates = new LinkedHashSet<>();
    private final JsonPath path = new JsonPath();
    private int aliasedNodes;
    private int depth;

    JsonNode read(byte[] yaml) {
        var parse = new Parse(LoadSettings.builder().setParseComments(false).build());
        try {
            Iterator<Event> events =
                    parse.parseInputStream(new ByteArrayInputStream(yaml)).iterator();
            while (events.hasNext()) {
                Event event = events.next();
                switch (event.getEventId()) {
                    case StreamStart, DocumentStart, DocumentEnd, StreamEnd, Comment -> {}
                    case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd -> {
                        return node(event, events);
                    }
                }
            }
        } catch (YamlEngineException problem) {
            throw new JsonSyntaxException("error converting YAML to JSON: yaml: " + problem.getMessage());
        }
        throw new JsonSyntaxException("unexpected end of YAML input");
    }

    List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    private JsonNode node(Event event, Iterator<Event> events) {
        if (++depth > Json.MAX_DEPTH) {
            throw new JsonSyntaxException("exceeded max depth");
        }
        JsonNode node = switch (event) {
            case ScalarEvent scalar -> keep(scalar.getAnchor(), YamlScalars.resolve(scalar));
            case SequenceStartEvent start -> keep(start.getAnchor(), items(events));
            case MappingStartEvent start -> keep(start.getAnchor(), members(events));
            case AliasEvent alias -> copyOf(alias.getAlias());
            default -> throw new JsonSyntaxException("error converting YAML to JSON: unexpected " + event);
        };
        depth--;
        return node;
    }

    private ArrayNode items(Iterator<Event> events) {
        ArrayNode array = NODES.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            path.enter(array.size());
            array.add(node(event, events));
            path.leave();
        }
        return array;
    }

    private ObjectNode members(Iterator<Event> events) {
        ObjectNode object = NODES.objectNode();
        ObjectNode merged = NODES.objectNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            boolean merge = event instanceof ScalarEvent scalar && scalar.isPlain() && "<<".equals(scalar.getValue());
            String name = WellFormed.of(memberName(node(event, events)));
            path.enter(name);
            JsonNode value = node(events.next(), events);
            if (merge) {
                merge(value, merged);
            } else {
                if (object.has(name)) {
                    duplicates.add(path.toString());
                }
                object.set(name, value);
            }
            path.leave();
        }
        merged.properties().forEach(member -> {
            if (!object.has(member.getKey())) {
                object.set(member.getKey(), member.getValue());
            }
        });
        return object;
    }

    private static void merge(JsonNode value, ObjectNode into) {
        for (JsonNode source : value instanceof ArrayNode list ? list : List.of(value)) {
            if (!(source instanceof ObjectNode map)) {
                throw new JsonSyntaxException("error converting YAML to JSON: yaml: map merge requires map or sequence"
                        + " of maps as the value");
            }
            map.properties().forEach(member -> into.putIfAbsent(member.getKey(), member.getValue()));
        }
    }

    private static String memberName(JsonNode key) {
        if (key.isContainer() || key.isNull()) {
            throw new JsonSyntaxException(
                    "error converting YAML to JSON: unsupported map key of type " + Json.goName(key));
        }
        return key.asString();
    }

    private JsonNode keep(Optional<Anchor> anchor, JsonNode node) {
        anchor.ifPresent(name -> anchors.put(name, node));
        return node;
    }

    private JsonNode copyOf(Anchor anchor) {
        JsonNode known = anchors.get(anchor);
        if (known == null) {
            throw new JsonSyntaxException(
                    "error converting YAML to JSON: yaml: unknown anchor '" + anchor + "' referenced");
        }
        aliasedNodes += size(known);
        if (aliasedNodes > MAX_ALIASED_NODES) {
            throw new JsonSyntaxException("error converting YAML to JSON: yaml: document contains excessive aliasing");
        }
        return known.deepCopy();
    }

    private static int size(JsonNode node) {
        int size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }
}
