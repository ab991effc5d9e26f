package io.shiplog.resources.write;

import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.ScalePaths;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code autoscaling/v1} Scale: the replicas of whatever has some. Pure. */
public final class Scale {
    public static final String DEFINITION = "io.k8s.api.autoscaling.v1.Scale";
    private static final List<String> CARRIED =
            List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp");

    private Scale() {}

    /** The scale of an object whose replicas are where {@code paths} says. */
    public static ObjectNode of(ObjectNode object, ScalePaths paths) {
        ObjectNode scale = Json.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode meta = scale.putObject("metadata");
        for (String member : CARRIED) {
            JsonNode value = Trees.metadata(object).get(member);
            if (value != null) {
                meta.set(member, value);
            }
        }
        scale.putObject("spec")
                .put("replicas", ScalePaths.at(object, paths.wanted()).asLong(0));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", ScalePaths.at(object, paths.had()).asLong(0));
        if (!paths.selects()) {
            String given = paths.selector().isEmpty()
                    ? ""
                    : ScalePaths.at(object, paths.selector()).asString("");
            if (!given.isEmpty()) {
                status.put("selector", given);
            }
            return scale;
        }
        JsonNode selector = object.path("spec").path("selector");
        boolean plainMap = Trees.text(object, "kind").equals("ReplicationController");
        String selectorText = (plainMap ? LabelSelectors.ofMap(selector) : LabelSelectors.of(selector)).toString();
        if (!selectorText.isEmpty()) {
            status.put("selector", selectorText);
        }
        return scale;
    }

    /**
     * A change of a scale as a change of its object. A resourceVersion that the scale ends with is a precondition.
     *
     * @param name the object's name, for texts
     */
    public static ObjectChange change(ObjectChange ofScale, ScalePaths paths, String name) {
        return object -> switch (ofScale.apply(of(object, paths))) {
            case ObjectChange.NotApplicable refused -> refused;
            case ObjectChange.Edited(ObjectNode wanted) -> scaled(object, wanted, paths, name);
        };
    }

    private static ObjectChange.Edit scaled(ObjectNode object, ObjectNode wanted, ScalePaths paths, String name) {
        long replicas = Trees.number(wanted, 0, "spec", "replicas");
        if (replicas < 0) {
            return new ObjectChange.NotApplicable(Refusal.invalid(
                    "autoscaling",
                    "Scale",
                    name,
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: " + replicas + ": must be greater than or equal to 0",
                            "spec.replicas"))));
        }
        paths.want(object, replicas);
        String version = Trees.text(Trees.metadata(wanted), "resourceVersion");
        if (version.isEmpty()) {
            Trees.metadata(object).remove("resourceVersion");
        } else {
            Trees.metadata(object).put("resourceVersion", version);
        }
        return new ObjectChange.Edited(object);
    }
}
