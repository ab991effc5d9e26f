package io.shiplog.resources.kinds.definition;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.defaults.Fill;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects that declare kinds. */
public final class Definitions {
    /** Holds a definition whose objects are not gone yet. */
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    public static final Kind KIND = Kind.ofCluster(
                    "apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions")
            .definition("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")
            .shortNames("crd", "crds")
            .categories("api-extensions")
            .status()
            .rules(Rules.validatedBy(DefinitionRules::created)
                    .updatesValidatedBy(DefinitionRules::updated)
                    .saysWhatIsRequired()
                    .defaults(Definitions::setDefaults)
                    .initialStatus((status, definition) -> {})
                    .updating(Definitions::updating)
                    .warns(DefinitionWarnings::of)
                    .companions(new DefinitionCompanions())
                    .deletion(DeletionRules.PLAIN.returningDeleted())
                    .countsGenerations()
                    .needsVersion()
                    .build());

    private Definitions() {}

    /** The resource that the definition of this key declares. */
    public static GroupResource declaredBy(ObjectKey definition) {
        int dot = definition.name().indexOf('.');
        return dot < 0
                ? GroupResource.core(definition.name())
                : new GroupResource(
                        definition.name().substring(0, dot), definition.name().substring(dot + 1));
    }

    /** The key of the definition that declares a resource. */
    public static ObjectKey declaring(GroupResource resource) {
        return ObjectKey.cluster(resource.resource() + "." + resource.group());
    }

    private static void setDefaults(ObjectNode definition) {
        Fill.in(definition, "spec", spec -> {
            Fill.in(spec, "names", names -> {
                String kind = names.path("kind").asString("");
                if (!kind.isEmpty()) {
                    Fill.text(names, "singular", kind.toLowerCase(Locale.ROOT));
                    Fill.text(names, "listKind", kind + "List");
                }
            });
            if (Fill.isAbsent(spec, "conversion")) {
                spec.set("conversion", Json.object().put("strategy", "None"));
            }
        });
    }

    /** A version that becomes the one to store in is one of those that objects are stored in. */
    private static void updating(ObjectNode definition, ObjectNode old) {
        Fill.in(definition, "status", status -> storedVersions(status, definition));
    }

    static void storedVersions(ObjectNode status, ObjectNode definition) {
        ArrayNode stored =
                status.get("storedVersions") instanceof ArrayNode known ? known : status.putArray("storedVersions");
        definition.path("spec").path("versions").forEach(version -> {
            String name = version.path("name").asString("");
            boolean listed =
                    stored.valueStream().anyMatch(one -> one.asString("").equals(name));
            if (version.path("storage").asBoolean(false) && !listed) {
                stored.add(name);
            }
        });
    }
}
