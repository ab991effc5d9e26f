package io.shiplog.resources.admission;

import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.json.Members;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a new pod gets from its RuntimeClass: upstream's admission plugin RuntimeClass, v1.34. Twice is as once. */
final class RuntimeClasses {
    private RuntimeClasses() {}

    /**
     * Gives a new pod the overhead, node selector and tolerations of the class that it names, in place.
     *
     * @param classes all RuntimeClass objects
     * @return why not, for a 403 Forbidden; empty when the pod is complete
     */
    static Optional<String> resolve(ObjectNode pod, List<? extends JsonNode> classes) {
        ObjectNode spec = Members.object(pod, "spec");
        String name = Members.text(spec, "runtimeClassName");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode each : classes) {
            if (Members.text(each.path("metadata"), "name").equals(name)) {
                return merge(spec, each);
            }
        }
        return Optional.of("pod rejected: RuntimeClass \"" + name + "\" not found");
    }

    private static Optional<String> merge(ObjectNode spec, JsonNode runtimeClass) {
        JsonNode overhead = runtimeClass.path("overhead").path("podFixed");
        if (!overhead.isEmpty()) {
            if (spec.has("overhead") && !JsonEquality.equal(spec.get("overhead"), overhead)) {
                return Optional.of("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
            }
            spec.set("overhead", overhead.deepCopy());
        }
        JsonNode scheduling = runtimeClass.path("scheduling");
        for (Map.Entry<String, JsonNode> label : scheduling.path("nodeSelector").properties()) {
            ObjectNode selector = Members.object(spec, "nodeSelector");
            String key = label.getKey();
            String wanted = label.getValue().asString("");
            String given = Members.text(selector, key);
            if (selector.has(key) && !given.equals(wanted)) {
                return Optional.of("conflict: runtimeClass.scheduling.nodeSelector[" + key + "] = " + wanted
                        + "; pod.spec.nodeSelector[" + key + "] = " + given);
            }
            selector.put(key, wanted);
        }
        for (JsonNode toleration : scheduling.path("tolerations")) {
            tolerate(spec, toleration);
        }
        return Optional.empty();
    }

    private static void tolerate(ObjectNode spec, JsonNode toleration) {
        ArrayNode all = spec.get("tolerations") instanceof ArrayNode present ? present : spec.putArray("tolerations");
        for (JsonNode each : all) {
            if (each.equals(toleration)) {
                return;
            }
        }
        all.add(toleration.deepCopy());
    }
}
