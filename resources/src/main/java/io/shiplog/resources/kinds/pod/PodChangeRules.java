package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonEquality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What may change in a pod's specification while the pod is there: next to nothing. */
public final class PodChangeRules {
    private static final String REFUSAL = "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
            + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private PodChangeRules() {}

    public static void check(Field spec, JsonNode old) {
        if (JsonEquality.equal(spec.value(), old)
                || !(spec.value() instanceof ObjectNode now)
                || !(old instanceof ObjectNode before)) {
            return;
        }
        if (now.path("containers").size() != before.path("containers").size()) {
            spec.at("containers").forbidden("pod updates may not add or remove containers");
            return;
        }
        if (now.path("initContainers").size() != before.path("initContainers").size()) {
            spec.at("initContainers").forbidden("pod updates may not add or remove containers");
            return;
        }
        deadline(spec.at("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"));
        tolerations(spec.at("tolerations"), before.path("tolerations"));
        gates(spec.at("schedulingGates"), before.path("schedulingGates"));
        ObjectNode expected = before.deepCopy();
        for (String member : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
            carry(member, now, expected);
        }
        for (String member : List.of("containers", "initContainers")) {
            images(now.path(member), expected.path(member));
        }
        if (before.path("terminationGracePeriodSeconds").asLong(0) < 0
                && now.path("terminationGracePeriodSeconds").asLong(0) == 1) {
            carry("terminationGracePeriodSeconds", now, expected);
        }
        if (!before.path("schedulingGates").isEmpty()) {
            nodeSelector(spec.at("nodeSelector"), before.path("nodeSelector"));
            carry("nodeSelector", now, expected);
            carryNodeAffinity(now, expected);
        }
        if (!JsonEquality.equal(expected, now)) {
            List<String> changes = new ArrayList<>();
            difference("spec", expected, now, changes);
            spec.forbidden(REFUSAL + "\n" + String.join("\n", changes));
        }
    }

    private static void deadline(Field now, JsonNode before) {
        if (!before.isNumber()) {
            return;
        }
        if (now.absent()) {
            now.invalid("must not update from a positive integer to nil value");
        } else if (now.number(0) > before.asLong()) {
            now.invalid("must be less than or equal to previous value");
        }
    }

    private static void tolerations(Field now, JsonNode before) {
        for (JsonNode kept : before) {
            boolean found =
                    now.value() instanceof ArrayNode list && list.valueStream().anyMatch(one -> covers(one, kept));
            if (!found) {
                now.forbidden("existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    /** Gates only go. */
    private static void gates(Field now, JsonNode before) {
        Set<String> known = new HashSet<>();
        before.forEach(gate -> known.add(gate.path("name").asString("")));
        for (Field gate : now.items()) {
            if (!known.contains(gate.at("name").text())) {
                gate.at("name")
                        .forbidden("only deletion is allowed, but found new scheduling gate '"
                                + gate.at("name").text() + "'");
            }
        }
    }

    /** What a pod that waits at a gate asks of its node may only become narrower. */
    private static void nodeSelector(Field now, JsonNode before) {
        for (Map.Entry<String, JsonNode> label : before.properties()) {
            if (!label.getValue().equals(now.value().path(label.getKey()))) {
                now.invalid(
                        now.present() ? now.value() : null,
                        "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                return;
            }
        }
    }

    private static void carryNodeAffinity(ObjectNode now, ObjectNode expected) {
        JsonNode wanted = now.path("affinity").path("nodeAffinity");
        if (wanted.isObject()) {
            ObjectNode affinity =
                    expected.get("affinity") instanceof ObjectNode present ? present : expected.putObject("affinity");
            affinity.set("nodeAffinity", wanted);
        } else if (expected.get("affinity") instanceof ObjectNode affinity) {
            affinity.remove("nodeAffinity");
        }
    }

    private static boolean covers(JsonNode one, JsonNode kept) {
        return List.of("key", "operator", "value", "effect").stream()
                .allMatch(member ->
                        one.path(member).asString("").equals(kept.path(member).asString("")));
    }

    private static void images(JsonNode now, JsonNode expected) {
        for (int i = 0; i < now.size(); i++) {
            if (expected.get(i) instanceof ObjectNode container
                    && now.get(i).path("image").isString()) {
                container.set("image", now.get(i).get("image"));
            }
        }
    }

    private static void carry(String member, ObjectNode from, ObjectNode to) {
        JsonNode value = from.get(member);
        if (value == null) {
            to.remove(member);
        } else {
            to.set(member, value);
        }
    }

    /** One line for each changed value: {@code spec.nodeName: "a" -> "b"}. */
    private static void difference(String path, JsonNode old, JsonNode now, List<String> lines) {
        if (JsonEquality.equal(old, now)) {
            return;
        }
        if (old.isObject() && now.isObject()) {
            var names = new TreeSet<>(old.propertyNames());
            names.addAll(now.propertyNames());
            names.forEach(name -> difference(path + "." + name, old.path(name), now.path(name), lines));
        } else if (old.isArray() && now.isArray() && old.size() == now.size()) {
            for (int i = 0; i < old.size(); i++) {
                difference(path + "[" + i + "]", old.get(i), now.get(i), lines);
            }
        } else {
            lines.add("  " + path + ": " + shown(old) + " -> " + shown(now));
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "<none>" : value.toString();
    }
}
