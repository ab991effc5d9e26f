package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.pod.QosClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Other amounts of CPU and memory for the containers of a pod that is there, through the subresource {@code resize}
 * (KEP-1287; upstream's {@code ValidatePodResize}, v1.34).
 */
public final class PodResize {
    private static final List<String> LISTS = List.of("containers", "initContainers");
    private static final List<String> TAKEN = List.of("resources", "resizePolicy");
    private static final List<String> MUTABLE = List.of("cpu", "memory");
    private static final String OTHERS = "only cpu and memory resources are mutable";

    private PodResize() {}

    /**
     * What the subresource makes of {@code old}: nothing but the resources of its containers is taken from {@code
     * wanted}. Other containers than there are stay for {@link #update} to refuse.
     */
    public static ObjectNode taken(ObjectNode wanted, ObjectNode old) {
        ObjectNode next = old.deepCopy();
        for (String list : LISTS) {
            JsonNode asked = wanted.path("spec").path(list);
            JsonNode present = next.path("spec").path(list);
            if (names(asked).equals(names(present))) {
                for (int i = 0; i < present.size(); i++) {
                    carry(asked.get(i), present.get(i));
                }
            } else if (next.get("spec") instanceof ObjectNode spec) {
                spec.set(list, asked);
            }
        }
        return next;
    }

    /** What an update through the subresource has to obey. */
    public static void update(Field root, ObjectNode old) {
        Field spec = root.at("spec");
        PodSpecRules.pod(spec);
        boolean sameContainers = LISTS.stream()
                .allMatch(list -> names(spec.at(list).value())
                        .equals(names(old.path("spec").path(list))));
        if (!sameContainers) {
            spec.forbidden(OTHERS);
            return;
        }
        if (QosClass.of(PodResources.asked(root.value())) != QosClass.of(PodResources.asked(old))) {
            spec.invalid(root.at("status", "qosClass").text(), "Pod QOS Class may not change as a result of resizing");
        }
        List<Field> containers =
                LISTS.stream().flatMap(list -> spec.at(list).items().stream()).toList();
        if (containers.stream().anyMatch(container -> changesOthers(container, resources(container, old)))) {
            spec.forbidden(OTHERS);
        }
        for (Field container : containers) {
            JsonNode before = resources(container, old);
            kept(container.at("resources", "requests"), before.path("requests"), "resource requests");
            kept(container.at("resources", "limits"), before.path("limits"), "resource limits");
        }
    }

    private static boolean changesOthers(Field container, JsonNode before) {
        return List.of("requests", "limits").stream().anyMatch(member -> {
            JsonNode now = container.at("resources", member).value();
            JsonNode then = before.path(member);
            Set<String> names = new TreeSet<>(now.propertyNames());
            names.addAll(then.propertyNames());
            MUTABLE.forEach(names::remove);
            return names.stream().anyMatch(name -> !JsonEquality.equal(now.get(name), then.get(name)));
        });
    }

    private static void kept(Field now, JsonNode before, String what) {
        if (MUTABLE.stream().anyMatch(name -> before.has(name) && !now.has(name))) {
            now.forbidden(what + " cannot be removed");
        }
    }

    /** What the container of the same name asked for. */
    private static JsonNode resources(Field container, ObjectNode old) {
        for (String list : LISTS) {
            for (JsonNode one : old.path("spec").path(list)) {
                if (one.path("name").asString("").equals(container.at("name").text())) {
                    return one.path("resources");
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static List<String> names(JsonNode containers) {
        return containers
                .valueStream()
                .map(container -> container.path("name").asString(""))
                .toList();
    }

    private static void carry(JsonNode from, JsonNode to) {
        if (to instanceof ObjectNode container) {
            for (String member : TAKEN) {
                JsonNode value = from.get(member);
                if (value == null) {
                    container.remove(member);
                } else {
                    container.set(member, value);
                }
            }
        }
    }
}
