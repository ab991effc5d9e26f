package io.shiplog.resources.kind;

import io.shiplog.resources.json.Trees;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an object says how many replicas it wants and has, and which pods they are.
 *
 * @param wanted members that lead to the number in the specification
 * @param had members that lead to the number in the status
 * @param selector members that lead to the selector as text; empty for none
 * @param selects whether the selector is the specification's own, which is no text
 */
public record ScalePaths(List<String> wanted, List<String> had, List<String> selector, boolean selects) {
    /** Of the built-in kinds. */
    public static final ScalePaths PLAIN =
            new ScalePaths(List.of("spec", "replicas"), List.of("status", "replicas"), List.of(), true);

    public ScalePaths {
        wanted = List.copyOf(wanted);
        had = List.copyOf(had);
        selector = List.copyOf(selector);
    }

    /** What is at the end of a path. */
    public static JsonNode at(JsonNode object, List<String> path) {
        JsonNode node = object;
        for (String member : path) {
            node = node.path(member);
        }
        return node;
    }

    /** Writes how many are wanted, in place. */
    public void want(ObjectNode object, long replicas) {
        ObjectNode node = object;
        for (String member : wanted.subList(0, wanted.size() - 1)) {
            node = Trees.child(node, member);
        }
        node.put(wanted.getLast(), replicas);
    }
}
