package io.shiplog.resources.write;

import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
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

    /** The scale of an object with {@code spec.replicas}. */
    public static ObjectNode of(ObjectNode object) {
        ObjectNode scale = Json.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode meta = scale.putObject("metadata");
        for (String member : CARRIED) {
            JsonNode value = Trees.metadata(object).get(member);
            if (value != null) {
                meta.set(member, value);
            }
        }
        scale.putObject("spec").put("replicas", Trees.number(object, 0, "spec", "replicas"));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", Trees.number(object, 0, "status", "replicas"));
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
    public static ObjectChange change(ObjectChange ofScale, String name) {
        return object -> switch (ofScale.apply(of(object))) {
            case ObjectChange.NotApplicable refused -> refused;
            case ObjectChange.Edited(ObjectNode wanted) -> scaled(object, wanted, name);
        };
    }

    private static ObjectChange.Edit scaled(ObjectNode object, ObjectNode wanted, String name) {
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
        Trees.child(object, "spec").put("replicas", replicas);
        String version = Trees.text(Trees.metadata(wanted), "resourceVersion");
        if (version.isEmpty()) {
            Trees.metadata(object).remove("resourceVersion");
        } else {
            Trees.metadata(object).put("resourceVersion", version);
        }
        return new ObjectChange.Edited(object);
    }
}
