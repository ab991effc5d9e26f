package io.shiplog.apiserver.subresource;

import static io.shiplog.apiserver.store.Documents.metadata;
import static io.shiplog.apiserver.store.Documents.number;
import static io.shiplog.apiserver.store.Documents.text;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.Documents;
import io.shiplog.apiserver.store.ObjectChange;
import io.shiplog.resources.json.Json;
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
            JsonNode value = metadata(object).get(member);
            if (value != null) {
                meta.set(member, value);
            }
        }
        scale.putObject("spec").put("replicas", number(object, 0, "spec", "replicas"));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", number(object, 0, "status", "replicas"));
        JsonNode selector = object.path("spec").path("selector");
        boolean plainMap = text(object, "kind").equals("ReplicationController");
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
        return object -> {
            ObjectNode wanted = ofScale.apply(of(object));
            long replicas = number(wanted, 0, "spec", "replicas");
            if (replicas < 0) {
                throw Failures.invalid(
                                "autoscaling",
                                "Scale",
                                name,
                                List.of(new Cause(
                                        "FieldValueInvalid",
                                        "Invalid value: " + replicas + ": must be greater than or equal to 0",
                                        "spec.replicas")))
                        .exception();
            }
            Documents.child(object, "spec").put("replicas", replicas);
            String version = text(metadata(wanted), "resourceVersion");
            if (version.isEmpty()) {
                metadata(object).remove("resourceVersion");
            } else {
                metadata(object).put("resourceVersion", version);
            }
            return object;
        };
    }
}
