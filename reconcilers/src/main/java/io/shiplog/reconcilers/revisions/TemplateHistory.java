package io.shiplog.reconcilers.revisions;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.Claim;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.reconcilers.objects.TemplateText;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The revisions of one owner, oldest first (pkg/controller/history and pkg/controller/daemon's update, v1.34): equal
 * templates are one revision; what is brought back becomes the newest again.
 *
 * @param owner whose they are
 * @param all its revisions
 */
public record TemplateHistory(RevisionOwner owner, List<TemplateRevision> all) {
    /** What an owner's name may have beside its hash. */
    private static final int LONGEST_PREFIX = 223;

    public TemplateHistory {
        all = List.copyOf(all);
    }

    /** How the template of now is found among the revisions. */
    public sealed interface Newest {}

    /**
     * It is there, or can be made.
     *
     * @param write what makes it, or gives it the newest number; null when it is as it should be
     */
    public record Known(TemplateRevision revision, @Nullable PlannedWrite write) implements Newest {}

    /** Its name is another's; with one collision more it gets another name. */
    public record NameTaken() implements Newest {}

    /** Which revisions {@code owner} has, and what has to be adopted and released. */
    public static Claim claim(View view, RevisionOwner owner) {
        return Claim.of(
                owner.stored(),
                owner.reference(),
                owner.selector(),
                Claim.candidates(view, owner.stored(), StatefulSets.REVISION_RESOURCE));
    }

    public static TemplateHistory of(RevisionOwner owner, Collection<StoredObject> owned) {
        return new TemplateHistory(
                owner,
                owned.stream()
                        .map(TemplateRevision::of)
                        .sorted(TemplateRevision.OLDEST_FIRST)
                        .toList());
    }

    /** The revision of the owner's template of now. */
    public Newest newest(View view, ReconcileContext moment) {
        TemplateRevision equal = null;
        long next = 1;
        for (TemplateRevision revision : all) {
            boolean same = TemplateText.same(revision.template(), owner.template());
            if (same && equal != null) {
                next = Math.max(next, equal.number() + 1);
            }
            if (same) {
                equal = revision;
            } else {
                next = Math.max(next, revision.number() + 1);
            }
        }
        if (equal != null) {
            return new Known(equal, equal.number() < next ? equal.numbered(next).orElse(null) : null);
        }
        String hash = TemplateText.hash(owner.template(), owner.collisions());
        var key = new ObjectKey(owner.stored().key().namespace(), name(hash));
        if (view.get(StatefulSets.REVISION_RESOURCE, key) != null) {
            return new NameTaken();
        }
        NewObject made = made(key, hash, next, moment);
        var revision = new TemplateRevision(null, key.name(), next, "", owner.template());
        return new Known(revision, made.write());
    }

    /** The revision of that name, null when the owner has none. */
    public @Nullable TemplateRevision named(String name) {
        return all.stream()
                .filter(revision -> revision.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The deletions of the oldest revisions beyond {@code limit}, of those that nothing has any more. */
    public List<PlannedWrite> retired(Collection<String> live, int limit, ReconcileContext moment) {
        List<TemplateRevision> past =
                all.stream().filter(revision -> !live.contains(revision.name())).toList();
        var deletions = new ArrayList<PlannedWrite>();
        for (TemplateRevision revision : past.subList(0, Math.max(0, past.size() - limit))) {
            deletion(revision, moment).ifPresent(deletions::add);
        }
        return deletions;
    }

    private static Optional<PlannedWrite> deletion(TemplateRevision revision, ReconcileContext moment) {
        StoredObject stored = revision.stored();
        return stored == null
                ? Optional.empty()
                : ControllerDeletion.of(StatefulSets.REVISIONS.rules(), stored, moment.now());
    }

    private String name(String hash) {
        String name = owner.stored().key().name();
        return (name.length() > LONGEST_PREFIX ? name.substring(0, LONGEST_PREFIX) : name) + "-" + hash;
    }

    private NewObject made(ObjectKey key, String hash, long number, ReconcileContext moment) {
        var made = new NewObject(StatefulSets.REVISION_RESOURCE, "apps/v1", "ControllerRevision", key, moment);
        copy(owner.template().path("metadata").path("labels"), made, "labels");
        Draft.object(made.metadata(), "labels").put(owner.hashLabel(), hash);
        copy(Json.parse(owner.stored().json()).path("metadata").path("annotations"), made, "annotations");
        made.controlledBy(owner.reference());
        made.json().set("data", TemplateRevision.data(owner.template()));
        made.json().put("revision", number);
        return made;
    }

    private static void copy(JsonNode from, NewObject to, String member) {
        if (!from.isEmpty()) {
            to.metadata().set(member, from.deepCopy());
        }
    }
}
