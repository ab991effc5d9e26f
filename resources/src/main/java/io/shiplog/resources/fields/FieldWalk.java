package io.shiplog.resources.fields;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of an object, and those in which two differ (structured-merge-diff v6's typed values). */
final class FieldWalk {
    private FieldWalk() {}

    /** What became of the fields of an object; no field is in two of them. */
    record Comparison(FieldSet added, FieldSet changed, FieldSet removed) {
        FieldSet set() {
            return added.union(changed);
        }
    }

    /** All fields that an object says something of. */
    static FieldSet fields(FieldForm form, @Nullable JsonNode value) {
        var set = new FieldSet.Builder();
        parts(form, value).forEach((step, part) -> {
            FieldForm inner = form.at(step);
            boolean whole = part == null || inner.shape(part) == FieldForm.Shape.WHOLE;
            boolean empty = part instanceof ObjectNode && part.isEmpty();
            if (whole || empty || step.kind() != 'f' || !form.names(step.text())) {
                set.add(step);
            }
            if (!whole) {
                set.add(step, fields(inner, part));
            }
        });
        return set.build();
    }

    /** The parts of a value by the steps to them; of items of one key, which nobody can tell apart, null. */
    static Map<FieldStep, @Nullable JsonNode> parts(FieldForm form, @Nullable JsonNode value) {
        Map<FieldStep, @Nullable JsonNode> parts = new LinkedHashMap<>();
        switch (form.shape(value)) {
            case WHOLE -> {}
            case MEMBERS -> {
                if (value != null) {
                    value.properties()
                            .forEach(member -> parts.put(FieldStep.member(member.getKey()), member.getValue()));
                }
            }
            case KEYED, SET -> {
                if (value instanceof ArrayNode list) {
                    list.forEach(item -> {
                        FieldStep step = form.step(item);
                        parts.put(step, parts.containsKey(step) ? null : item);
                    });
                }
            }
        }
        return parts;
    }

    static Comparison compare(FieldForm form, @Nullable JsonNode before, @Nullable JsonNode after) {
        var added = new FieldSet.Builder();
        var changed = new FieldSet.Builder();
        var removed = new FieldSet.Builder();
        Map<FieldStep, @Nullable JsonNode> old = parts(form, before);
        Map<FieldStep, @Nullable JsonNode> fresh = parts(form, after);
        Set<FieldStep> steps = new LinkedHashSet<>(old.keySet());
        steps.addAll(fresh.keySet());
        for (FieldStep step : steps) {
            FieldForm inner = form.at(step);
            JsonNode was = old.get(step);
            JsonNode is = fresh.get(step);
            if (!old.containsKey(step)) {
                added.add(step);
            } else if (!fresh.containsKey(step)) {
                removed.add(step);
            } else if (leaf(inner, was, is) && (was == null || !was.equals(is))) {
                changed.add(step);
            }
            Comparison below = compare(inner, was, is);
            added.add(step, below.added());
            changed.add(step, below.changed());
            removed.add(step, below.removed());
        }
        return new Comparison(added.build(), changed.build(), removed.build());
    }

    private static boolean leaf(FieldForm form, @Nullable JsonNode was, @Nullable JsonNode is) {
        FieldForm.Shape left = form.shape(was);
        return left == FieldForm.Shape.WHOLE || left != form.shape(is);
    }

    /** With every member that leads to a field of the set, where the schema names it. */
    static FieldSet named(FieldForm form, FieldSet set) {
        var all = new FieldSet.Builder();
        set.members().forEach(all::add);
        set.children().forEach((step, below) -> {
            if (step.kind() == 'f' && form.names(step.text())) {
                all.add(step);
            }
            all.add(step, named(form.at(step), below));
        });
        return all.build();
    }
}
