package io.shiplog.resources.admission;

import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Which kinds count the generations of their specification, and what makes a new one. */
final class Generations {
    private static final Set<String> NOT_SPECIFICATION = Set.of("kind", "apiVersion", "metadata", "status");

    private Generations() {}

    static void afterUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        if (kind.rules().countsGenerations() && changed(kind, object, old)) {
            long before = old.path("metadata").path("generation").asLong(0);
            Members.object(object, "metadata").put("generation", before + 1);
        }
    }

    private static boolean changed(Kind kind, ObjectNode object, ObjectNode old) {
        for (String member : kind.rules().generationFollows()) {
            if (!JsonEquality.equal(
                    object.path("metadata").path(member), old.path("metadata").path(member))) {
                return true;
            }
        }
        Set<String> names = new HashSet<>(object.propertyNames());
        names.addAll(old.propertyNames());
        names.removeAll(NOT_SPECIFICATION);
        // Where nobody writes the status by itself, a custom object's is a member like any other.
        boolean wholly = kind.custom() && !kind.has("status");
        if (wholly && !JsonEquality.equal(object.get("status"), old.get("status"))) {
            return true;
        }
        return names.stream().anyMatch(name -> !JsonEquality.equal(object.get(name), old.get(name)));
    }
}
