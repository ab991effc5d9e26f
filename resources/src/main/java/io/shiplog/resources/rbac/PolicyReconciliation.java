package io.shiplog.resources.rbac;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.WriteBatch;
import io.shiplog.resources.write.WriteRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the default policy into a cluster: what is missing is made; what is there gets the rules, selectors, subjects
 * and labels that it lacks, and keeps what it has beyond them (upstream's start-up reconciliation, v1.34). An object
 * whose annotation {@link DefaultPolicy#UPDATED} is {@code false} is left alone.
 *
 * @param uids makes fresh ones
 */
public record PolicyReconciliation(Instant now, Supplier<String> uids) implements WriteRequest {
    private static final List<Kind> KINDS =
            List.of(Access.CLUSTER_ROLES, Access.ROLES, Access.CLUSTER_BINDINGS, Access.BINDINGS);

    @Override
    public Decision decide(View view) {
        WriteBatch batch = new WriteBatch(view);
        for (ObjectNode wanted : DefaultPolicy.objects()) {
            GroupResource resource = resource(wanted);
            JsonNode metadata = wanted.path("metadata");
            ObjectKey key = new ObjectKey(
                    metadata.path("namespace").asString(""),
                    metadata.path("name").asString(""));
            StoredObject current = batch.get(resource, key);
            Optional<PlannedWrite> planned = current == null
                    ? Optional.of(new PlannedWrite.Creating(resource, key, uids.get(), wanted))
                    : completed(current, wanted);
            if (planned.isPresent() && batch.add(planned.get(), now) instanceof Decision.Refused refused) {
                return refused;
            }
        }
        return batch.writes().isEmpty()
                ? new Decision.Nothing(
                        view.list(KINDS.getFirst().resource()).iterator().next())
                : new Decision.Propose(batch.writes());
    }

    private static GroupResource resource(ObjectNode object) {
        String kind = object.path("kind").asString("");
        return KINDS.stream()
                .filter(known -> known.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .resource();
    }

    private static Optional<PlannedWrite> completed(StoredObject current, ObjectNode wanted) {
        Draft draft = Draft.of(current);
        if (draft.annotation(DefaultPolicy.UPDATED).equals("false")) {
            return Optional.empty();
        }
        ObjectNode metadata = (ObjectNode) wanted.path("metadata");
        for (String texts : List.of("labels", "annotations")) {
            ObjectNode has = Draft.object(draft.metadata(), texts);
            metadata.path(texts).propertyStream().forEach(text -> {
                if (!has.has(text.getKey())) {
                    has.set(text.getKey(), text.getValue());
                }
            });
        }
        if (wanted.has("roleRef")) {
            addMissing(draft.json(), "subjects", wanted.path("subjects"));
        } else if (wanted.has("aggregationRule")) {
            addMissing(
                    Draft.object(draft.json(), "aggregationRule"),
                    "clusterRoleSelectors",
                    wanted.path("aggregationRule").path("clusterRoleSelectors"));
        } else {
            addRules(draft.json(), wanted);
        }
        return draft.write();
    }

    private static void addMissing(ObjectNode object, String member, JsonNode wanted) {
        for (JsonNode element : wanted) {
            boolean there = object.path(member).valueStream().anyMatch(known -> Draft.same(known, element));
            if (!there) {
                Draft.list(object, member).add(element);
            }
        }
    }

    /** A rule is missing when what is there does not allow all of it. */
    private static void addRules(ObjectNode role, ObjectNode wanted) {
        List<RoleRule> has = RoleRule.read(role);
        List<RoleRule> rules = RoleRule.read(wanted);
        for (int i = 0; i < rules.size(); i++) {
            if (Escalation.missing(has, List.of(rules.get(i))).isPresent()) {
                ArrayNode list = Trees.list(role, "rules");
                list.add(wanted.path("rules").path(i));
            }
        }
    }
}
