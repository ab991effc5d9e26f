package io.shiplog.resources.kinds.custom;

import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonPathQuery;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kind.RulesBuilder;
import io.shiplog.resources.kind.ScalePaths;
import io.shiplog.resources.kind.Selectables;
import io.shiplog.resources.selector.SelectableField;
import io.shiplog.resources.structural.Structure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of the objects of one version of a definition (apiextensions' {@code customResourceStrategy}, v1.34). */
public final class CustomRules {
    private CustomRules() {}

    /**
     * The rules.
     *
     * @param definition the key of the definition
     * @param version the version as the definition has it
     */
    public static Rules of(ObjectKey definition, JsonNode version, Structure structure) {
        JsonNode scale = version.path("subresources").path("scale");
        boolean scales = !members(scale, "specReplicasPath").isEmpty()
                && !members(scale, "statusReplicasPath").isEmpty();
        ScalePaths paths = scales
                ? new ScalePaths(
                        members(scale, "specReplicasPath"),
                        members(scale, "statusReplicasPath"),
                        members(scale, "labelSelectorPath"),
                        false)
                : ScalePaths.PLAIN;
        RulesBuilder rules = Rules.validatedBy(root -> check(root, null, structure, scales, paths))
                .updatesValidatedBy((root, old) -> check(root, old, structure, scales, paths))
                .defaults(structure::setDefaults)
                .companions(new CustomCompanions(definition))
                .countsGenerations()
                .noInitialStatus()
                .needsVersion()
                .statusKeeps("labels", "annotations", "ownerReferences")
                .scale(paths)
                .table(() -> CustomColumns.of(version.path("additionalPrinterColumns")));
        if (!version.path("selectableFields").isEmpty()) {
            rules.selectables(selectables(version.path("selectableFields")));
        }
        return rules.build();
    }

    private static List<String> members(JsonNode scale, String member) {
        String path = scale.path(member).asString("");
        String bare = path.startsWith(".") ? path.substring(1) : path;
        return bare.isEmpty() ? List.of() : List.of(bare.split("\\.", -1));
    }

    private static Selectables selectables(JsonNode fields) {
        List<SelectableField> all = new ArrayList<>();
        for (JsonNode field : fields) {
            String path = field.path("jsonPath").asString("");
            if (path.startsWith(".")) {
                JsonPathQuery query = JsonPathQuery.parse(path);
                all.add(new SelectableField(path.substring(1), object -> text(query.first(object))));
            }
        }
        return Selectables.of(all.toArray(SelectableField[]::new));
    }

    private static String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    private static void check(
            Field root, @Nullable ObjectNode old, Structure structure, boolean scales, ScalePaths paths) {
        structure.validate(root, old);
        if (scales) {
            count(root, paths.wanted());
            count(root, paths.had());
        }
        EmbeddedRules.check(root, structure.schema());
        structure.validateLists(root, old);
        structure.validateRules(root, old);
    }

    private static void count(Field root, List<String> path) {
        Field field = root.at(path.getFirst(), path.subList(1, path.size()).toArray(String[]::new))
                .shownAs("." + String.join(".", path));
        if (field.number(0) < 0) {
            field.invalid("should be a non-negative integer");
        } else if (field.number(0) > Integer.MAX_VALUE) {
            field.invalid("should be less than or equal to " + Integer.MAX_VALUE);
        }
    }
}
