package io.shiplog.cel.rules;

import dev.cel.common.types.CelType;
import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What policies know of requests and namespaces (apiserver's {@code BuildRequestType}, {@code BuildNamespaceType}). */
public final class JsonSchemas {
    private static final String VERSIONED =
            "type: object, properties: {group: {type: string}, version: {type: string}, ";
    private static final String KIND = "{" + VERSIONED + "kind: {type: string}}}";
    private static final String RESOURCE = "{" + VERSIONED + "resource: {type: string}}}";
    private static final String TEXTS = "{type: array, items: {type: string}}";
    private static final String MAP = "{type: object, additionalProperties: {type: string}}";
    private static final String TIME = "{type: string, format: date-time}";

    private static final RuleType REQUEST = type("kubernetes.AdmissionRequest", """
            {type: object, properties: {kind: %1$s, resource: %2$s, subResource: {type: string}, requestKind: %1$s,
             requestResource: %2$s, requestSubResource: {type: string}, name: {type: string}, namespace: {type: string},
             operation: {type: string}, dryRun: {type: boolean}, options: {x-kubernetes-int-or-string: true},
             userInfo: {type: object, properties: {username: {type: string}, uid: {type: string}, groups: %3$s,
              extra: {type: object, additionalProperties: %3$s}}}}}
            """.formatted(KIND, RESOURCE, TEXTS));

    private static final RuleType NAMESPACE = type("kubernetes.Namespace", """
            {type: object, properties: {
             spec: {type: object, properties: {finalizers: %1$s}},
             status: {type: object, properties: {phase: {type: string}, conditions: {type: array, items: {type: object,
              properties: {status: {type: string}, type: {type: string}, lastTransitionTime: %2$s,
               message: {type: string}, reason: {type: string}}}}}},
             metadata: {type: object, properties: {name: {type: string}, generateName: {type: string},
              namespace: {type: string}, labels: %3$s, annotations: %3$s, UID: {type: string}, creationTimestamp: %2$s,
              deletionGracePeriodSeconds: {type: integer}, deletionTimestamp: %2$s, generation: {type: integer},
              resourceVersion: {type: string}, finalizers: %1$s}}}}
            """.formatted(TEXTS, TIME, MAP));

    private JsonSchemas() {}

    private static RuleType type(String name, String schema) {
        JsonNode tree = Json.parseYaml(schema.getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(SchemaTypes.of(tree, false, name));
    }

    /** The types that have names, by which the checker finds them. */
    public static List<CelType> named() {
        List<CelType> all = new ArrayList<>(SchemaTypes.named(REQUEST));
        all.addAll(SchemaTypes.named(NAMESPACE));
        return all;
    }

    /**
     * A type of objects.
     *
     * @param named what it is made of that has a name, itself included
     */
    public record Typed(CelType type, List<CelType> named) {}

    /** The type of a whole object's schema, empty when it has none. */
    public static Optional<Typed> typed(JsonNode schema, String name) {
        return Optional.ofNullable(SchemaTypes.of(schema, true, name))
                .map(type -> new Typed(type.cel(), SchemaTypes.named(type)));
    }

    public static CelType requestType() {
        return REQUEST.cel();
    }

    public static CelType namespaceType() {
        return NAMESPACE.cel();
    }

    public static Object request(JsonNode request) {
        return JsonValues.of(request, REQUEST);
    }

    public static Object namespace(JsonNode namespace) {
        return JsonValues.of(namespace, NAMESPACE);
    }
}
