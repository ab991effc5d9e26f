package io.shiplog.resources.facts;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.Interning;
import io.shiplog.objects.JsonCursor;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What controllers ask of a node.
 *
 * @param conditions the status of each condition by its type
 * @param taints in the node's order
 */
public record NodeFacts(Map<String, String> conditions, List<Taint> taints, boolean unschedulable) {
    private static final Decoder<NodeFacts> DECODER = new Decoder<>(NodeFacts.class, NodeFacts::read);

    public NodeFacts {
        conditions = Interning.one(Map.copyOf(conditions));
        taints = Interning.one(List.copyOf(taints));
    }

    public static NodeFacts of(StoredObject node) {
        return node.facts(DECODER);
    }

    /** The status of a condition: True, False or Unknown; a node that never said is Unknown. */
    public String condition(String type) {
        return conditions.getOrDefault(type, "Unknown");
    }

    public boolean isReady() {
        return condition("Ready").equals("True");
    }

    /** Whether nobody knows how the node is doing. */
    public boolean isSilent() {
        return condition("Ready").equals("Unknown");
    }

    static NodeFacts read(byte[] json) {
        var reader = new Reader();
        JsonCursor.walk(json, reader::node);
        return new NodeFacts(reader.conditions, reader.taints, reader.unschedulable);
    }

    private static final class Reader {
        private final Map<String, String> conditions = new HashMap<>();
        private final List<Taint> taints = new ArrayList<>();
        private boolean unschedulable;

        void node(JsonCursor json) {
            json.members(part -> {
                switch (part) {
                    case "spec" ->
                        json.members(member -> {
                            switch (member) {
                                case "taints" -> json.elements(() -> taints.add(Taint.read(json)));
                                case "unschedulable" -> unschedulable = json.isTrue();
                                default -> {}
                            }
                        });
                    case "status" ->
                        json.members(member -> {
                            if (member.equals("conditions")) {
                                json.elements(() -> condition(ConditionFacts.read(json)));
                            }
                        });
                    default -> {}
                }
            });
        }

        private void condition(ConditionFacts condition) {
            conditions.putIfAbsent(condition.type(), condition.status());
        }
    }
}
