package io.shiplog.reconcilers.loop;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.Batch;
import io.shiplog.resources.write.Creation;
import io.shiplog.resources.write.Creation.Author;
import io.shiplog.resources.write.Target;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the objects that controllers create the API server's life cycle: defaults and first members, the policies of their
 * namespace, validation, quotas. The uid is the write's own. What they replace is edited from the stored object, which has
 * all of that; what they delete takes along what belongs to it. An object of a kind that the view does not declare goes as
 * it is. Immutable.
 */
public record AdmissionPreparation() implements Preparation {
    @Override
    public Write prepare(Write write, @Nullable StoredObject current, Instant now) {
        Creation creation = creation(Kinds.builtIn(), write, now);
        return creation == null ? write : Writes.create(write.resource(), write.key(), write.uid(), creation.object());
    }

    @Override
    public Prepared prepare(View view, List<Write> writes, Instant now) {
        Kinds kinds = Kinds.of(view);
        var batch = new Batch(view);
        for (Write write : writes) {
            Creation creation = creation(kinds, write, now);
            if (creation == null) {
                batch.add(List.of(write));
                batch.add(goingAlong(view, write));
                continue;
            }
            switch (creation.decide(batch)) {
                case Decision.Propose(List<Write> decided, StoredObject _) -> batch.add(decided);
                case Decision.Nothing _ -> {}
                case Decision.Refused(Refusal refusal) -> {
                    return new Prepared.Refused(new ObjectRef(write.resource(), write.key()), refusal.message());
                }
            }
        }
        return new Prepared.Admitted(batch.writes());
    }

    private static List<Write> goingAlong(View view, Write write) {
        StoredObject deleted = write.object() == null ? view.get(write.resource(), write.key()) : null;
        return deleted == null
                ? List.of()
                : Kinds.of(view).rules(write.resource()).companions().deleting(view, deleted);
    }

    /** Null when the write creates nothing that the API has a kind for. */
    private static @Nullable Creation creation(Kinds kinds, Write write, Instant now) {
        byte[] object = write.object();
        if (object == null || write.base() != 0) {
            return null;
        }
        ObjectNode json = Json.parse(object);
        Kind kind = kinds.byApiVersion(
                json.path("apiVersion").asString(""), json.path("kind").asString(""));
        if (kind == null) {
            return null;
        }
        return new Creation(
                new Target(kind, write.key().namespace(), write.key().name()),
                Creation.prepared(kind, json, now, write.uid(), Author.CONTROLLER),
                Author.CONTROLLER);
    }
}
