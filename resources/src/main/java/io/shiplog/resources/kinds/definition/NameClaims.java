package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names that a definition gets of those that it wants: each belongs to the definition of its group that had it
 * first (apiextensions' {@code NamingConditionController}, v1.34).
 *
 * @param accepted the names that it has
 * @param condition whether it has all; of several conflicts the last one looked at is told
 */
record NameClaims(ObjectNode accepted, Condition condition) {
    private static final String TYPE = "NamesAccepted";

    /**
     * The names of a definition.
     *
     * @param others the other definitions of its group
     */
    static NameClaims of(ObjectNode definition, Iterable<ObjectNode> others) {
        Taken all = new Taken();
        Taken elders = new Taken();
        others.forEach(other -> {
            all.add(other);
            if (isOlder(other, definition)) {
                elders.add(other);
            }
        });
        return new Claiming(definition, all, elders).claimed();
    }

    /** Two that got the same name at the same moment, from servers that did not know: the older one keeps it. */
    private static boolean isOlder(ObjectNode other, ObjectNode definition) {
        int order = created(other).compareTo(created(definition));
        return order < 0
                || order == 0
                        && Trees.text(other, "metadata", "name").compareTo(Trees.text(definition, "metadata", "name"))
                                < 0;
    }

    private static String created(ObjectNode definition) {
        return Trees.text(definition, "metadata", "creationTimestamp");
    }

    /** Names that others have. */
    private static final class Taken {
        private final Set<String> resources = new HashSet<>();
        private final Set<String> kinds = new HashSet<>();

        void add(ObjectNode definition) {
            JsonNode names = definition.path("status").path("acceptedNames");
            resources.add(names.path("plural").asString(""));
            resources.add(names.path("singular").asString(""));
            names.path("shortNames").forEach(name -> resources.add(name.asString("")));
            kinds.add(names.path("kind").asString(""));
            kinds.add(names.path("listKind").asString(""));
        }

        Set<String> like(String member) {
            return member.endsWith("ind") ? kinds : resources;
        }
    }

    /** The names while they are claimed, one by one. One thread owns it. */
    private static final class Claiming {
        private final JsonNode wanted;
        private final JsonNode had;
        private final ObjectNode accepted = Json.object();
        private final Taken all;
        private final Taken elders;
        private Condition condition = Condition.holds(TYPE, "NoConflicts", "no conflicts found");

        Claiming(ObjectNode definition, Taken all, Taken elders) {
            this.wanted = definition.path("spec").path("names");
            this.had = definition.path("status").path("acceptedNames");
            this.all = all;
            this.elders = elders;
        }

        NameClaims claimed() {
            claim("plural", "PluralConflict");
            claim("singular", "SingularConflict");
            shortNames();
            claim("kind", "KindConflict");
            claim("listKind", "ListKindConflict");
            if (!wanted.path("categories").isEmpty()) {
                accepted.set("categories", wanted.path("categories").deepCopy());
            }
            return new NameClaims(accepted, condition);
        }

        private void claim(String member, String conflict) {
            String name = wanted.path(member).asString("");
            String before = had.path(member).asString("");
            String mine = elders.like(member).contains(before) ? "" : before;
            boolean free = name.equals(mine) || !all.like(member).contains(name);
            if (!free) {
                condition = Condition.fails(TYPE, conflict, inUse(name));
            }
            String got = free ? name : mine;
            if (!got.isEmpty() || member.equals("plural") || member.equals("kind")) {
                accepted.put(member, got);
            }
        }

        private void shortNames() {
            Set<String> mine = new HashSet<>();
            had.path("shortNames").forEach(name -> mine.add(name.asString("")));
            mine.removeAll(elders.resources);
            List<String> conflicts = new ArrayList<>();
            wanted.path("shortNames").forEach(name -> {
                String text = name.asString("");
                if (!mine.contains(text) && all.resources.contains(text)) {
                    conflicts.add(inUse(text));
                }
            });
            ArrayNode got = JsonNodeFactory.instance.arrayNode();
            (conflicts.isEmpty() ? wanted : had).path("shortNames").forEach(name -> {
                if (conflicts.isEmpty() || mine.contains(name.asString(""))) {
                    got.add(name);
                }
            });
            if (!conflicts.isEmpty()) {
                String message =
                        conflicts.size() == 1 ? conflicts.getFirst() : "[" + String.join(", ", conflicts) + "]";
                condition = Condition.fails(TYPE, "ShortNamesConflict", message);
            }
            if (!got.isEmpty()) {
                accepted.set("shortNames", got);
            }
        }

        private static String inUse(String name) {
            return GoText.quoted(name) + " is already in use";
        }
    }
}
