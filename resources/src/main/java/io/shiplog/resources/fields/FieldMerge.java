package io.shiplog.resources.fields;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an applied configuration makes of an object, and what is left of one without some of its fields. */
final class FieldMerge {
    private FieldMerge() {}

    /** The applied value over the one that is there; no argument changes. */
    static JsonNode merge(FieldForm form, @Nullable JsonNode live, JsonNode applied) {
        if (live == null) {
            return applied;
        }
        if (live instanceof ObjectNode old && form.shape(old) == FieldForm.Shape.MEMBERS && !old.isEmpty()) {
            return switch (applied) {
                case ObjectNode fresh -> members(form, old, fresh);
                default -> applied.isNull() ? live : applied;
            };
        }
        if (live instanceof ArrayNode old && form.shape(old) != FieldForm.Shape.WHOLE && !old.isEmpty()) {
            return switch (applied) {
                case ArrayNode fresh -> items(form, old, fresh);
                default -> applied.isNull() ? live : applied;
            };
        }
        return applied;
    }

    private static ObjectNode members(FieldForm form, ObjectNode live, ObjectNode applied) {
        ObjectNode merged = live.objectNode();
        merged.setAll(live);
        applied.properties().forEach(member -> {
            String name = member.getKey();
            merged.set(name, merge(form.member(name), live.get(name), member.getValue()));
        });
        return merged;
    }

    /**
     * Applied items in their order; an item that is not named stays before the first applied one that follows it. A
     * doubled item that is applied is replaced by the applied one.
     */
    private static ArrayNode items(FieldForm form, ArrayNode live, ArrayNode applied) {
        Map<FieldStep, @Nullable JsonNode> old = FieldWalk.parts(form, live);
        Map<FieldStep, JsonNode> wanted = new HashMap<>();
        List<FieldStep> order = new ArrayList<>();
        applied.forEach(item -> {
            FieldStep step = form.step(item);
            if (wanted.put(step, item) == null) {
                order.add(step);
            }
        });
        Deque<FieldStep> shared = new ArrayDeque<>();
        order.stream().filter(old::containsKey).forEach(shared::add);
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        Set<FieldStep> done = new HashSet<>();
        int at = 0;
        int next = 0;
        while (at < live.size() || next < order.size()) {
            if (at < live.size()) {
                JsonNode item = live.get(at);
                FieldStep step = form.step(item);
                FieldStep awaited = shared.peek();
                if (!wanted.containsKey(step)) {
                    out.add(item);
                    at++;
                    continue;
                }
                boolean meets = next < order.size() && step.equals(order.get(next));
                if (!meets
                        && (done.contains(step) || next >= order.size() || awaited != null && !awaited.equals(step))) {
                    at++;
                    continue;
                }
                if (meets) {
                    at++;
                }
            }
            if (next < order.size()) {
                FieldStep step = order.get(next++);
                done.add(step);
                JsonNode fresh = wanted.get(step);
                out.add(
                        fresh == null
                                ? JsonNodeFactory.instance.nullNode()
                                : merge(form.items(), old.get(step), fresh));
                if (step.equals(shared.peek())) {
                    shared.remove();
                }
            }
        }
        return out;
    }

    /** What is left of a value without the fields of a set; null when nothing is. */
    static @Nullable JsonNode without(FieldForm form, JsonNode value, FieldSet gone) {
        if (value.isEmpty()) {
            return value;
        }
        return switch (form.shape(value)) {
            case WHOLE -> value;
            case MEMBERS -> {
                ObjectNode left = JsonNodeFactory.instance.objectNode();
                value.properties().forEach(member -> {
                    FieldStep step = FieldStep.member(member.getKey());
                    JsonNode rest = rest(form, step, member.getValue(), gone);
                    if (rest != null) {
                        left.set(member.getKey(), rest);
                    }
                });
                yield left.isEmpty() ? null : left;
            }
            case KEYED, SET -> {
                ArrayNode left = JsonNodeFactory.instance.arrayNode();
                value.forEach(item -> {
                    JsonNode rest = rest(form, form.step(item), item, gone);
                    if (rest != null) {
                        left.add(rest);
                    }
                });
                yield left.isEmpty() ? null : left;
            }
        };
    }

    private static @Nullable JsonNode rest(FieldForm form, FieldStep step, JsonNode value, FieldSet gone) {
        if (gone.members().contains(step)) {
            return null;
        }
        FieldSet below = gone.below(step);
        return below.isEmpty() ? value : without(form.at(step), value, below);
    }
}
