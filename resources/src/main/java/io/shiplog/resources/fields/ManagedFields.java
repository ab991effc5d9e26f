package io.shiplog.resources.fields;

import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps {@code metadata.managedFields} of objects through writes that are no applies (apimachinery's {@code
 * managedfields}, v1.34). An object that nobody ever applied has none, and writes of it cost nothing.
 */
public final class ManagedFields {
    static final String MEMBER = "managedFields";

    /** More entries of writes are folded into one. */
    private static final int MOST_UPDATERS = 10;

    private static final FieldSet SERVERS_OWN = serversOwn();

    private ManagedFields() {}

    private static FieldSet serversOwn() {
        var metadata = new FieldSet.Builder();
        for (String name : List.of(
                "name",
                "namespace",
                "creationTimestamp",
                "selfLink",
                "uid",
                "clusterName",
                "generation",
                MEMBER,
                "resourceVersion")) {
            metadata.add(FieldStep.member(name));
        }
        var set = new FieldSet.Builder();
        set.add(FieldStep.member("apiVersion"));
        set.add(FieldStep.member("kind"));
        set.add(FieldStep.member("metadata"));
        set.add(FieldStep.member("metadata"), metadata.build());
        return set.build();
    }

    /** Without what nobody owns, and what the manager's endpoint does not write. */
    static FieldSet owned(FieldSet set, FieldManager manager, boolean hasStatus) {
        FieldSet owned = set.minus(SERVERS_OWN);
        if (hasStatus && manager.subresource().isEmpty()) {
            return owned.without(FieldStep.member("status"));
        }
        if (!manager.subresource().equals("status")) {
            return owned;
        }
        return owned.without(FieldStep.member("spec"));
    }

    /**
     * Records in {@code next}, in place, what a write changed of {@code old}. A list that is sent empty, or with one
     * empty entry, wipes them.
     *
     * @param wanted the object as it was sent
     */
    public static void track(Kind kind, FieldManager manager, ObjectNode old, ObjectNode wanted, ObjectNode next) {
        if (!Trees.metadata(old).has(MEMBER)) {
            return;
        }
        if (manager.subresource().isEmpty() && wipes(Trees.metadata(wanted).get(MEMBER))) {
            Trees.metadata(next).remove(MEMBER);
            return;
        }
        FieldWalk.Comparison changes = FieldWalk.compare(FieldForm.of(kind), bare(old), bare(next));
        FieldSet mine = owned(changes.set(), manager, kind.has("status"));
        FieldSet lost = changes.set().union(changes.removed());
        if (mine.isEmpty() && changes.removed().isEmpty()) {
            return;
        }
        ManagedEntry own = ManagedEntry.of(manager, false, time(manager), mine);
        List<ManagedEntry> entries = new ArrayList<>();
        FieldSet kept = FieldSet.EMPTY;
        for (ManagedEntry entry : entries(old)) {
            FieldSet left = entry.fields().minus(lost);
            if (entry.sameManager(own)) {
                kept = left;
            } else {
                entries.add(entry.with(left));
            }
        }
        entries.add(own.with(kept.union(mine)));
        set(next, capped(entries));
    }

    private static boolean wipes(@Nullable JsonNode sent) {
        return sent instanceof ArrayNode list
                && (list.isEmpty()
                        || list.size() == 1
                                && list.get(0).isObject()
                                && list.get(0).isEmpty());
    }

    static String time(FieldManager manager) {
        return manager.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static List<ManagedEntry> entries(ObjectNode object) {
        List<ManagedEntry> entries = new ArrayList<>();
        object.path("metadata").path(MEMBER).forEach(entry -> entries.add(ManagedEntry.parse(entry)));
        return entries;
    }

    /** Sets an object's entries in upstream's order, without the empty ones. */
    static void set(ObjectNode object, List<ManagedEntry> entries) {
        ArrayNode list = object.arrayNode();
        entries.stream()
                .filter(entry -> !entry.fields().isEmpty())
                .sorted(Comparator.comparing((ManagedEntry entry) -> !entry.applied())
                        .thenComparing(ManagedEntry::time)
                        .thenComparing(ManagedEntry::manager)
                        .thenComparing(ManagedEntry::apiVersion)
                        .thenComparing(ManagedEntry::subresource))
                .forEach(entry -> list.add(entry.json()));
        if (list.isEmpty()) {
            Trees.metadata(object).remove(MEMBER);
        } else {
            Trees.metadata(object).set(MEMBER, list);
        }
    }

    private static List<ManagedEntry> capped(List<ManagedEntry> entries) {
        List<ManagedEntry> updaters = entries.stream()
                .filter(entry -> !entry.applied() && !entry.fields().isEmpty())
                .sorted(Comparator.comparing(ManagedEntry::time).thenComparing(ManagedEntry::manager))
                .toList();
        int over = updaters.size() - MOST_UPDATERS;
        if (over <= 0) {
            return entries;
        }
        List<ManagedEntry> kept = new ArrayList<>(entries);
        List<ManagedEntry> oldest = updaters.subList(0, over + 1);
        kept.removeAll(oldest);
        ManagedEntry last = oldest.getLast();
        FieldSet all = oldest.stream().map(ManagedEntry::fields).reduce(FieldSet.EMPTY, FieldSet::union);
        kept.add(new ManagedEntry("ancient-changes", false, last.apiVersion(), "", last.time(), all));
        return kept;
    }

    /** An object without its managed fields; shares the rest. */
    static ObjectNode bare(ObjectNode object) {
        if (!(object.get("metadata") instanceof ObjectNode metadata) || !metadata.has(MEMBER)) {
            return object;
        }
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        ObjectNode rest = object.objectNode();
        rest.setAll(metadata);
        rest.remove(MEMBER);
        copy.set("metadata", rest);
        return copy;
    }
}
