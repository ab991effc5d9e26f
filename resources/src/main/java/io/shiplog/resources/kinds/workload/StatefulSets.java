package io.shiplog.resources.kinds.workload;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.Field;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.validation.Changes;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** StatefulSets, and the revisions that they and DaemonSets keep of their templates. */
public final class StatefulSets {
    private static final Rules RULES = Rules.validatedBy(root -> StatefulSetRules.check(root.at("spec")))
            .changes(StatefulSets::changes)
            .creating(StatefulSetRules::created)
            .updating((set, old) -> StatefulSetRules.created(set))
            .names(Names::dns1123Label)
            .defaults(WorkloadDefaults::statefulSet)
            .initialStatus((status, object) -> status.put("replicas", 0).put("availableReplicas", 0))
            .countsGenerations()
            .table(WorkloadTables::statefulSets)
            .refusesSelectors(field -> "field label not supported for appsv1.StatefulSet: " + field)
            .build();

    public static final Kind KIND = Kind.namespaced("apps/v1", "StatefulSet", "statefulsets")
            .shortNames("sts")
            .categories("all")
            .scale()
            .status()
            .rules(RULES);

    public static final Kind REVISIONS = Kind.namespaced("apps/v1", "ControllerRevision", "controllerrevisions")
            .rules(Rules.validatedBy(root -> root.at("revision").notNegative())
                    .changes((root, old) -> Changes.unchanged(root.at("data"), old.path("data")))
                    .table(WorkloadTables::revisions)
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();

    public static final GroupResource REVISION_RESOURCE = REVISIONS.resource();

    private StatefulSets() {}

    private static void changes(Field root, ObjectNode old) {
        Field spec = root.at("spec");
        JsonNode before = old.path("spec");
        for (String member : List.of("selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy")) {
            if (!Changes.same(spec.at(member).value(), before.path(member))) {
                spec.forbidden("updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                        + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                        + " 'minReadySeconds' are forbidden");
                return;
            }
        }
    }
}
