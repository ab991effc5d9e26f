package io.shiplog.resources.kinds;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Conversion;
import io.shiplog.resources.kind.Declaration;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.custom.CustomRules;
import io.shiplog.resources.kinds.definition.DefinitionStatus;
import io.shiplog.resources.structural.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kinds that one CustomResourceDefinition declares: one for each version that it serves, the preferred one first.
 * Read once per version of the definition. One that is not established declares none.
 *
 * @param kinds the kinds, whose objects are those of the version that is stored
 */
record DeclaredKinds(List<Kind> kinds) {
    private static final Decoder<DeclaredKinds> DECODER =
            new Decoder<>(DeclaredKinds.class, json -> read(Json.parse(json)));

    DeclaredKinds {
        kinds = List.copyOf(kinds);
    }

    static DeclaredKinds of(StoredObject definition) {
        return definition.facts(DECODER);
    }

    private static DeclaredKinds read(ObjectNode definition) {
        JsonNode names = definition.path("status").path("acceptedNames");
        String name = definition.path("metadata").path("name").asString("");
        String group = definition.path("spec").path("group").asString("");
        boolean named = name.equals(names.path("plural").asString("") + "." + group)
                && !names.path("kind").asString("").isEmpty();
        if (!named || !DefinitionStatus.isEstablished(definition)) {
            return new DeclaredKinds(List.of());
        }
        JsonNode versions = definition.path("spec").path("versions");
        Kind stored = null;
        for (JsonNode version : versions) {
            if (version.path("storage").asBoolean(false)) {
                stored = kind(definition, version, null);
            }
        }
        // Without its webhook nobody can tell what objects are in another version.
        boolean alike = !definition
                .path("spec")
                .path("conversion")
                .path("strategy")
                .asString("")
                .equals("Webhook");
        List<Kind> kinds = new ArrayList<>();
        for (JsonNode version : versions) {
            if (stored != null && version.path("served").asBoolean(false)) {
                boolean itself = version.path("name").asString("").equals(stored.version());
                if (itself) {
                    kinds.add(stored);
                } else if (alike) {
                    kinds.add(kind(definition, version, stored));
                }
            }
        }
        kinds.sort(Comparator.comparing(kind -> VersionPriority.of(kind.version())));
        return new DeclaredKinds(kinds);
    }

    private static Kind kind(ObjectNode definition, JsonNode version, @Nullable Kind stored) {
        JsonNode spec = definition.path("spec");
        JsonNode names = definition.path("status").path("acceptedNames");
        String kind = names.path("kind").asString("");
        String apiVersion =
                spec.path("group").asString("") + "/" + version.path("name").asString("");
        String plural = names.path("plural").asString("");
        Declaration declared = spec.path("scope").asString("").equals("Cluster")
                ? Kind.ofCluster(apiVersion, kind, plural)
                : Kind.namespaced(apiVersion, kind, plural);
        long since = Long.parseLong(
                definition.path("metadata").path("resourceVersion").asString("0"));
        Structure structure = Structure.of(version.path("schema").path("openAPIV3Schema"), since);
        declared.singular(names.path("singular").asString(""))
                .shortNames(texts(names.path("shortNames")))
                .categories(texts(names.path("categories")))
                .listKind(names.path("listKind").asString(""))
                .custom(definitionName(spec, version), openApi(version), structure);
        JsonNode subresources = version.path("subresources");
        if (subresources.has("status")) {
            declared.status();
        }
        if (subresources.has("scale")) {
            declared.scale();
        }
        if (stored != null) {
            declared.storedAs(stored, Conversion.NONE);
        }
        if (version.path("deprecated").asBoolean(false)) {
            declared.deprecated(warning(spec, version));
        }
        ObjectKey key =
                ObjectKey.cluster(definition.path("metadata").path("name").asString(""));
        return declared.rules(CustomRules.of(key, version, structure));
    }

    /** What is said to whoever uses a deprecated version, and which one is to be used. */
    private static String warning(JsonNode spec, JsonNode version) {
        String given = version.path("deprecationWarning").asString("");
        if (!given.isEmpty()) {
            return given;
        }
        String name = version.path("name").asString("");
        String kind = spec.path("names").path("kind").asString("");
        String group = spec.path("group").asString("");
        Optional<String> better = spec.path("versions")
                .valueStream()
                .filter(other -> other.path("served").asBoolean(false)
                        && !other.path("deprecated").asBoolean(false))
                .map(other -> other.path("name").asString(""))
                .filter(other -> VersionPriority.of(other).compareTo(VersionPriority.of(name)) < 0)
                .min(Comparator.comparing(VersionPriority::of));
        return group + "/" + name + " " + kind + " is deprecated"
                + better.map(other -> "; use " + group + "/" + other + " " + kind)
                        .orElse("");
    }

    /** {@code com.example.stable.v1.CronTab}, as upstream names the schemas of {@code stable.example.com}. */
    private static String definitionName(JsonNode spec, JsonNode version) {
        List<String> parts =
                new ArrayList<>(Arrays.asList(spec.path("group").asString("").split("\\.", -1)));
        java.util.Collections.reverse(parts);
        return String.join(".", parts) + "." + version.path("name").asString("") + "."
                + spec.path("names").path("kind").asString("");
    }

    /** The version's schema as it is declared. */
    private static ObjectNode openApi(JsonNode version) {
        return version.path("schema").path("openAPIV3Schema") instanceof ObjectNode given
                ? given
                : Json.object().put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    }

    private static String[] texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asString("")));
        return texts.toArray(String[]::new);
    }
}
