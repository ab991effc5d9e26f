package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes an object: at once, or, when finalizers or a grace period hold it, by marking it (apiserver's {@code
 * BeforeDelete} and {@code Store.Delete}, v1.34).
 *
 * <ul>
 *   <li>An object that has been given time to end can only be given less; one that is being deleted as fast as it can
 *       be is left alone.
 *   <li>An object that nothing holds goes, and with it what belongs to it.
 *   <li>An object that has only been proposed has no version to delete yet: nothing is done about it.
 * </ul>
 */
public record Deletion(Target target, DeletionOptions options, Instant now, Consultation consultation)
        implements WriteRequest {
    /** One that nobody else is asked about. */
    public Deletion(Target target, DeletionOptions options, Instant now) {
        this(target, options, now, Consultation.NONE);
    }

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    @Override
    public Decision decide(View view) {
        return decide(view, UnaryOperator.identity());
    }

    /** Decides about an object that is changed at the same time, where it has to stay. */
    Decision decide(View view, UnaryOperator<ObjectNode> change) {
        StoredObject current = view.get(target.stored(), target.key());
        if (current == null) {
            return new Decision.Refused(Refusal.notFound(target.named(), target.name()));
        }
        Refusal refusal = preconditions(current);
        if (refusal == null) {
            refusal = target.rules().companions().undeletable(current);
        }
        if (refusal == null && !consultation.isSilent(view, target)) {
            var subject = new Consultation.Subject(
                    Consultation.Act.DELETE, target, null, target.kind().toServed(Trees.of(current)));
            switch (heard(view, subject)) {
                case Consultation.Opinion.Awaited _ -> {
                    return new Decision.Awaits();
                }
                case Consultation.Opinion.Refused(Refusal refused) -> refusal = refused;
                case Consultation.Opinion.Agreed _ -> {}
            }
        }
        return refusal == null
                ? of(view, target.rules(), current, change.apply(Trees.of(current)), options, now)
                : new Decision.Refused(refusal);
    }

    /** Nothing of what goes can be changed, but those who change objects may refuse it, too. */
    private Consultation.Opinion heard(View view, Consultation.Subject subject) {
        Consultation.Opinion first = consultation.change(view, subject);
        return first instanceof Consultation.Opinion.Agreed ? consultation.consent(view, subject) : first;
    }

    /** Deletes an object that is at hand, whatever preconditions the options name. */
    public static Decision of(View view, Rules rules, StoredObject current, DeletionOptions options, Instant now) {
        return of(view, rules, current, Trees.of(current), options, now);
    }

    /**
     * Deletes an object that is changed at the same time.
     *
     * @param object the changed tree of {@code current}, taken over: what is written when the object has to stay
     */
    public static Decision of(
            View view, Rules rules, StoredObject current, ObjectNode object, DeletionOptions options, Instant now) {
        Refusal refusal = rules.companions().undeletable(current);
        if (refusal != null) {
            return new Decision.Refused(refusal);
        }
        if (current.resourceVersion() == 0) {
            return new Decision.Nothing(current);
        }
        boolean already = current.facts().deleting();
        long grace = already ? 0 : rules.deletion().grace().seconds(object, options.graceSeconds());
        long period = Trees.number(object, 0, "metadata", "deletionGracePeriodSeconds");
        if (already && period > 0) {
            Long asked = options.graceSeconds();
            if (asked == null || asked >= period) {
                return new Decision.Nothing(current);
            }
            grace = asked < 0 ? 1 : asked;
        }
        List<String> finalizers = finalizers(rules, current, options.propagation());
        if (!already) {
            for (String holder : rules.companions().holding(current)) {
                if (!finalizers.contains(holder)) {
                    finalizers.add(holder);
                }
            }
        }
        if (grace == 0 && finalizers.isEmpty() && !rules.deletion().held().test(object)) {
            return new Decision.Propose(removal(view, rules, current));
        }
        if (already && grace == period && finalizers.equals(current.facts().finalizers())) {
            return new Decision.Nothing(current);
        }
        mark(object, grace, finalizers, now);
        rules.deletion().terminating().accept(object);
        if (!already) {
            rules.companions().beginningToEnd(object, now);
        }
        return new Decision.Propose(List.of(Writes.replace(current, object)));
    }

    /** Takes an object away, whatever holds it, with what goes with it; nothing when it has only been proposed. */
    public static List<Write> removal(View view, Rules rules, StoredObject current) {
        if (current.resourceVersion() == 0) {
            return List.of();
        }
        List<Write> writes = new ArrayList<>();
        writes.add(Write.delete(current));
        writes.addAll(rules.companions().deleting(view, current));
        return writes;
    }

    private static void mark(ObjectNode object, long grace, List<String> finalizers, Instant now) {
        Admission.markDeleted(object, now, grace);
        ObjectNode metadata = Trees.metadata(object);
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            ArrayNode array = metadata.putArray("finalizers");
            finalizers.forEach(array::add);
        }
    }

    /** The finalizers that the object has once this deletion has begun. */
    private static List<String> finalizers(Rules rules, StoredObject current, Propagation asked) {
        List<String> finalizers = new ArrayList<>(current.facts().finalizers());
        Propagation propagation = asked;
        if (propagation == Propagation.UNSAID) {
            if (finalizers.contains(ORPHAN) || finalizers.contains(FOREGROUND)) {
                return finalizers;
            }
            propagation = rules.deletion().orphansByDefault() ? Propagation.ORPHAN : Propagation.BACKGROUND;
        }
        finalizers.remove(ORPHAN);
        finalizers.remove(FOREGROUND);
        if (propagation == Propagation.ORPHAN) {
            finalizers.add(ORPHAN);
        } else if (propagation == Propagation.FOREGROUND) {
            finalizers.add(FOREGROUND);
        }
        return finalizers;
    }

    private @Nullable Refusal preconditions(StoredObject current) {
        if (!options.uid().isEmpty() && !options.uid().equals(current.uid())) {
            return precondition("UID", options.uid(), current.uid(), "deleted and then recreated");
        }
        String version = Long.toString(current.resourceVersion());
        return options.resourceVersion().isEmpty() || options.resourceVersion().equals(version)
                ? null
                : precondition("ResourceVersion", options.resourceVersion(), version, "modified");
    }

    /** Upstream names the kind here, not the resource. */
    private Refusal precondition(String what, String asked, String found, String guess) {
        return Refusal.conflict(
                new GroupResource(target.kind().kind(), target.kind().group()),
                target.name(),
                "the " + what + " in the precondition (" + asked + ") does not match the " + what + " in record ("
                        + found + "). The object might have been " + guess);
    }
}
