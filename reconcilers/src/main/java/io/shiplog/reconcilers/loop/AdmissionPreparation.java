package io.shiplog.reconcilers.loop;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the objects that controllers create the API server's defaults and initial members, and holds them to the policies of
 * their namespace. The uid is the write's own. What they replace is edited from the stored object, which has all of that.
 * Immutable. An object of a kind that the view does not declare goes as it is.
 */
public record AdmissionPreparation() implements Preparation {
    @Override
    public Write prepare(Write write, @Nullable StoredObject current, Instant now) {
        Created created = created(Kinds.builtIn(), write, now);
        return created == null ? write : created.write();
    }

    @Override
    public Prepared prepare(View view, List<Write> writes, Instant now) {
        Kinds kinds = Kinds.of(view);
        var policies = new ProposalPolicies(view);
        var prepared = new ArrayList<Write>(writes.size());
        for (Write write : writes) {
            Created created = created(kinds, write, now);
            if (created == null) {
                prepared.add(write);
                prepared.addAll(ServiceRelease.with(view, write));
                continue;
            }
            String refusal = policies.refusal(created.kind(), write.key(), created.object());
            if (refusal != null) {
                return new Prepared.Refused(new ObjectRef(write.resource(), write.key()), refusal);
            }
            prepared.add(created.write());
        }
        prepared.addAll(policies.charged());
        return new Prepared.Admitted(prepared);
    }

    /** An object that is about to be created, as it will be. */
    private record Created(Write asked, Kind kind, ObjectNode object) {
        Write write() {
            return new Write(asked.resource(), asked.key(), asked.uid(), 0, Json.bytes(object));
        }
    }

    /** Null when the write creates nothing that the API has a kind for. */
    private @Nullable Created created(Kinds kinds, Write write, Instant now) {
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
        JsonNode status = json.path("status").deepCopy();
        ObjectNode prepared = Admission.prepareForCreate(kind, json, now, write::uid);
        if (!status.isMissingNode()) {
            // Controllers know the status of what they make, such as an active Namespace or a Node that just reported.
            prepared.set("status", status);
        }
        return new Created(write, kind, prepared);
    }
}
