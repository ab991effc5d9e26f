package io.shiplog.resources.fields;

import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Refusal.Details;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration that a manager applies: what it names is set and owned by the manager, what the manager owned alone
 * and no longer names goes, and what others own is only taken from them by force (KEP-555, structured-merge-diff v6).
 *
 * @param config never changed
 * @param force whether fields are taken from their owners
 */
public record ServerSideApply(Kind kind, FieldManager manager, ObjectNode config, boolean force) {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** What applying makes of an object. */
    public sealed interface Result {}

    /** The object, its managed fields included. */
    public record Applied(ObjectNode object) implements Result {}

    /** Others own what would change. */
    public record Conflicts(Refusal refusal) implements Result {}

    /** What an applied object names twice in a list, or cannot be told by its keys; empty when all is well. */
    public static Optional<String> doubledItem(Kind kind, ObjectNode config) {
        return doubled(FieldForm.of(kind), config, "");
    }

    private static Optional<String> doubled(FieldForm form, JsonNode value, String path) {
        FieldForm.Shape shape = form.shape(value);
        if (shape == FieldForm.Shape.KEYED) {
            for (JsonNode item : value) {
                if (!item.isObject()) {
                    return Optional.of(path + ": associative list with keys may not have non-map elements");
                }
            }
        }
        for (Map.Entry<FieldStep, @Nullable JsonNode> part :
                FieldWalk.parts(form, value).entrySet()) {
            FieldStep step = part.getKey();
            JsonNode inner = part.getValue();
            if (inner == null) {
                return Optional.of(path + ": duplicate entries for key " + step.shown());
            }
            Optional<String> below = doubled(form.at(step), inner, path + step.shown());
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    /** The new object, where there is none. */
    public ObjectNode create() {
        ObjectNode created = config.deepCopy();
        FieldSet mine = ManagedFields.owned(FieldWalk.fields(FieldForm.of(kind), config), manager, kind.has("status"));
        ManagedFields.set(created, List.of(ManagedEntry.of(manager, true, ManagedFields.time(manager), mine)));
        return created;
    }

    /** Applies it to the object that is there, which is not changed. */
    public Result applyTo(ObjectNode current) {
        FieldForm form = FieldForm.of(kind);
        ObjectNode live = ManagedFields.bare(current);
        List<ManagedEntry> entries = ManagedFields.entries(current);
        if (entries.isEmpty()) {
            FieldSet all = ManagedFields.owned(FieldWalk.fields(form, live), manager, false);
            entries.add(new ManagedEntry(
                    "before-first-apply", false, manager.apiVersion(), "", ManagedFields.time(manager), all));
        }
        FieldSet mine = ManagedFields.owned(FieldWalk.fields(form, config), manager, kind.has("status"));
        ManagedEntry own = ManagedEntry.of(manager, true, "", mine);
        ManagedEntry before =
                entries.stream().filter(own::sameManager).findFirst().orElse(null);
        entries.remove(before);
        JsonNode merged = FieldMerge.merge(form, live, config);
        if (!(pruned(form, merged, before, mine, entries) instanceof ObjectNode next)) {
            throw new IllegalStateException("an object keeps its name");
        }
        FieldWalk.Comparison changes = FieldWalk.compare(form, live, next);
        Map<ManagedEntry, FieldSet> conflicts = conflicts(entries, changes.set());
        if (!force && !conflicts.isEmpty() && !isUpgrade(form, live, conflicts)) {
            return new Conflicts(refusal(conflicts));
        }
        FieldSet lost = changes.set().union(changes.removed());
        entries.replaceAll(entry -> entry.with(entry.fields().minus(lost)));
        String kept = before == null ? "" : before.time();
        entries.add(ManagedEntry.of(manager, true, live.equals(next) ? kept : ManagedFields.time(manager), mine));
        ObjectNode result = next.deepCopy();
        rewriteLastApplied(result);
        ManagedFields.set(result, entries);
        return new Applied(result);
    }

    /** Without what the manager owned, no longer names, and nobody else owns. */
    private static @Nullable JsonNode pruned(
            FieldForm form, JsonNode merged, @Nullable ManagedEntry before, FieldSet mine, List<ManagedEntry> others) {
        if (before == null || before.fields().isEmpty()) {
            return merged;
        }
        FieldSet last = FieldWalk.named(form, before.fields());
        JsonNode bare = FieldMerge.without(form, merged, last);
        FieldSet managed = others.stream().map(ManagedEntry::fields).reduce(mine, FieldSet::union);
        FieldSet all = FieldWalk.named(form, FieldWalk.fields(form, merged));
        FieldSet stays = FieldWalk.named(form, FieldWalk.fields(form, bare)).union(FieldWalk.named(form, managed));
        JsonNode owned = FieldMerge.without(form, merged, all.minus(stays));
        FieldSet left = FieldWalk.named(form, FieldWalk.fields(form, owned));
        return FieldMerge.without(form, merged, all.minus(left).intersection(last));
    }

    private static Map<ManagedEntry, FieldSet> conflicts(List<ManagedEntry> entries, FieldSet changes) {
        Map<ManagedEntry, FieldSet> conflicts = new LinkedHashMap<>();
        entries.stream()
                .sorted(Comparator.comparing(ManagedEntry::manager)
                        .thenComparing(ManagedEntry::applied)
                        .thenComparing(ManagedEntry::apiVersion))
                .forEach(entry -> {
                    FieldSet conflict = entry.fields().intersection(changes);
                    if (!conflict.isEmpty()) {
                        conflicts.put(entry, conflict);
                    }
                });
        return conflicts;
    }

    /** Whether kubectl takes over what its own client-side apply set, as the annotation says that it left. */
    private boolean isUpgrade(FieldForm form, ObjectNode live, Map<ManagedEntry, FieldSet> conflicts) {
        String text = lastApplied(live);
        if (!manager.name().equals("kubectl") || text.isEmpty()) {
            return false;
        }
        ObjectNode last;
        try {
            last = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonSyntaxException _) {
            return false;
        }
        FieldWalk.Comparison since = FieldWalk.compare(form, last, live);
        FieldSet allowed = FieldWalk.fields(form, last).minus(since.set()).minus(since.removed());
        return Trees.text(last, "apiVersion").equals(manager.apiVersion())
                && conflicts.values().stream()
                        .allMatch(conflict ->
                                conflict.minus(withAnnotation(allowed)).isEmpty());
    }

    private static FieldSet withAnnotation(FieldSet set) {
        var annotation = new FieldSet.Builder();
        annotation.add(FieldStep.member(LAST_APPLIED));
        var annotations = new FieldSet.Builder();
        annotations.add(FieldStep.member("annotations"), annotation.build());
        var metadata = new FieldSet.Builder();
        metadata.add(FieldStep.member("metadata"), annotations.build());
        return set.union(metadata.build());
    }

    private void rewriteLastApplied(ObjectNode object) {
        if (manager.name().equals("kubectl") && !lastApplied(object).isEmpty()) {
            ObjectNode applied = config.deepCopy();
            if (applied.path("metadata").get("annotations") instanceof ObjectNode annotations) {
                annotations.remove(LAST_APPLIED);
            }
            Trees.child(Trees.metadata(object), "annotations").put(LAST_APPLIED, Json.text(applied) + "\n");
        }
    }

    private static String lastApplied(ObjectNode object) {
        return Trees.text(object, "metadata", "annotations", LAST_APPLIED);
    }

    private static Refusal refusal(Map<ManagedEntry, FieldSet> conflicts) {
        List<Cause> causes = new ArrayList<>();
        StringBuilder several = new StringBuilder();
        conflicts.forEach((owner, fields) -> {
            several.append(several.isEmpty() ? "" : "\n")
                    .append("conflicts with ")
                    .append(owner.shown())
                    .append(':');
            for (String path : fields.paths()) {
                several.append("\n- ").append(path);
                causes.add(new Cause("FieldManagerConflict", "conflict with " + owner.shown(), path));
            }
        });
        Cause first = causes.getFirst();
        String text = causes.size() == 1
                ? "1 conflict: " + first.message() + ": " + first.field()
                : causes.size() + " conflicts: " + several;
        return new Refusal(409, "Conflict", "Apply failed with " + text, new Details("", "", "", "", causes, 0));
    }
}
