package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.JsonEquality;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Containers that join a pod which is there, to look into it: they come through the subresource {@code
 * ephemeralcontainers} alone, and stay as they are (upstream's {@code ValidatePodEphemeralContainersUpdate}, v1.34).
 */
public final class EphemeralContainers {
    private static final String MEMBER = "ephemeralContainers";
    private static final List<String> NOT_THEIRS = List.of(
            "ports",
            "resources",
            "resizePolicy",
            "restartPolicy",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle");
    private static final String NOT_HERE = "cannot be set for an Ephemeral Container";

    private EphemeralContainers() {}

    /** What the subresource makes of {@code old}: nothing but the containers is taken from {@code wanted}. */
    public static ObjectNode taken(ObjectNode wanted, ObjectNode old) {
        ObjectNode next = old.deepCopy();
        if (next.get("spec") instanceof ObjectNode spec) {
            JsonNode containers = wanted.path("spec").get(MEMBER);
            if (containers == null) {
                spec.remove(MEMBER);
            } else {
                spec.set(MEMBER, containers);
            }
        }
        return next;
    }

    /** What an update through the subresource has to obey. */
    public static void update(Field root, ObjectNode old) {
        Field spec = root.at("spec");
        PodSpecRules.pod(spec);
        for (JsonNode before : old.path("spec").path(MEMBER)) {
            String name = before.path("name").asString("");
            List<Field> same = spec.at(MEMBER).items().stream()
                    .filter(one -> one.at("name").text().equals(name))
                    .toList();
            if (same.isEmpty()) {
                spec.at(MEMBER).forbidden("existing ephemeral containers \"" + name + "\" may not be removed\n");
            } else if (!JsonEquality.equal(same.getFirst().value(), before)) {
                spec.at(MEMBER).forbidden("existing ephemeral containers \"" + name + "\" may not be changed\n");
            }
        }
    }

    static void check(Field container, Field spec, Map<String, Field> volumes, Set<String> names) {
        ContainerRules.check(container, volumes, false);
        PodSpecRules.uniqueName(container, names);
        Field target = container.at("targetContainerName");
        if (!target.blank() && !isContainer(spec, target.text())) {
            target.notFound();
        }
        for (String member : NOT_THEIRS) {
            JsonNode given = container.at(member).value();
            if (given.isString() || !given.isEmpty()) {
                container.at(member).forbidden(NOT_HERE);
            }
        }
        for (Field mount : container.at("volumeMounts").items()) {
            for (String member : List.of("subPath", "subPathExpr")) {
                if (!mount.at(member).blank()) {
                    mount.at(member).forbidden(NOT_HERE);
                }
            }
        }
    }

    static void noneAtFirst(Field spec) {
        if (spec.at(MEMBER).size() > 0) {
            spec.at(MEMBER).forbidden("cannot be set on create");
        }
    }

    static void noneInTemplate(Field spec) {
        if (spec.at(MEMBER).size() > 0) {
            spec.at(MEMBER).forbidden("ephemeral containers not allowed in pod template");
        }
    }

    private static boolean isContainer(Field spec, String name) {
        return List.of("containers", "initContainers").stream()
                .flatMap(member -> spec.at(member).items().stream())
                .anyMatch(one -> one.at("name").text().equals(name));
    }
}
