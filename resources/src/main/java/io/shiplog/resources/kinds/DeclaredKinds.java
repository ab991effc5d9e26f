package io.shiplog.resources.kinds;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Conversion;
import io.shiplog.resources.kind.Declaration;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.schema.Schemas;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kinds that one CustomResourceDefinition declares: one for each version that it serves, the preferred one first.
 * Read once per version of the definition. A definition that cannot be read declares none.
 *
 * @param kinds the kinds, whose objects are those of the version that is stored
 */
record DeclaredKinds(List<Kind> kinds) {
    private static final Decoder<DeclaredKinds> DECODER =
            new Decoder<>(DeclaredKinds.class, json -> read(Json.parse(json)));

    private static final Rules RULES = Rules.schemaOnly()
            .countsGenerations()
            .noInitialStatus()
            .table(() -> TableSpec.named().age())
            .build();

    DeclaredKinds {
        kinds = List.copyOf(kinds);
    }

    static DeclaredKinds of(StoredObject definition) {
        return definition.facts(DECODER);
    }

    private static DeclaredKinds read(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        String name = definition.path("metadata").path("name").asString("");
        String plural = spec.path("names").path("plural").asString("");
        String group = spec.path("group").asString("");
        if (plural.isEmpty() || group.isEmpty() || !name.equals(plural + "." + group)) {
            return new DeclaredKinds(List.of());
        }
        Kind stored = null;
        for (JsonNode version : spec.path("versions")) {
            if (version.path("storage").asBoolean(false)) {
                stored = kind(spec, version, null);
            }
        }
        List<Kind> kinds = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (stored != null && version.path("served").asBoolean(false)) {
                boolean itself = version.path("name").asString("").equals(stored.version());
                kinds.add(itself ? stored : kind(spec, version, stored));
            }
        }
        kinds.sort(Comparator.comparing(kind -> VersionPriority.of(kind.version())));
        return new DeclaredKinds(kinds);
    }

    private static Kind kind(JsonNode spec, JsonNode version, @Nullable Kind stored) {
        JsonNode names = spec.path("names");
        String kind = names.path("kind").asString("");
        String apiVersion =
                spec.path("group").asString("") + "/" + version.path("name").asString("");
        String plural = names.path("plural").asString("");
        Declaration declared = spec.path("scope").asString("").equals("Cluster")
                ? Kind.ofCluster(apiVersion, kind, plural)
                : Kind.namespaced(apiVersion, kind, plural);
        ObjectNode openApi = openApi(version);
        String singular = names.path("singular").asString("");
        if (!singular.isEmpty()) {
            declared.singular(singular);
        }
        declared.shortNames(texts(names.path("shortNames")))
                .categories(texts(names.path("categories")))
                .custom(definition(spec, version), openApi, Schemas.KUBERNETES.parse(openApi));
        if (version.path("subresources").has("status")) {
            declared.status();
        }
        if (stored != null) {
            declared.storedAs(stored, Conversion.NONE);
        }
        return declared.rules(RULES);
    }

    /** {@code com.example.stable.v1.CronTab}, as upstream names the schemas of {@code stable.example.com}. */
    private static String definition(JsonNode spec, JsonNode version) {
        List<String> parts =
                new ArrayList<>(Arrays.asList(spec.path("group").asString("").split("\\.", -1)));
        java.util.Collections.reverse(parts);
        return String.join(".", parts) + "." + version.path("name").asString("") + "."
                + spec.path("names").path("kind").asString("");
    }

    /** The version's schema with the members that every object has. */
    private static ObjectNode openApi(JsonNode version) {
        JsonNode given = version.path("schema").path("openAPIV3Schema");
        ObjectNode whole = given instanceof ObjectNode object ? object.deepCopy() : Json.object();
        whole.put("type", "object");
        if (!(given instanceof ObjectNode)) {
            whole.put("x-kubernetes-preserve-unknown-fields", true);
        }
        ObjectNode properties = whole.withObjectProperty("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("$ref", "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        return whole;
    }

    private static String[] texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asString("")));
        return texts.toArray(String[]::new);
    }
}
