package io.shiplog.resources.kinds.cluster;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.defaults.Fill;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.selector.SelectableField;

/** Namespaces: held by the finalizers of their specification until what is in them is gone. */
public final class Namespaces {
    private static final DeletionRules DELETION = DeletionRules.PLAIN
            .heldWhile(namespace -> !namespace.path("spec").path("finalizers").isEmpty())
            .terminating(namespace -> Fill.object(namespace, "status").put("phase", "Terminating"))
            .returningDeleted();

    public static final Kind KIND = Kind.ofCluster("v1", "Namespace", "namespaces")
            .shortNames("ns")
            .verbs("create", "delete", "get", "list", "patch", "update", "watch")
            .status()
            .own("finalize", "update")
            .rules(Rules.schemaOnly()
                    .names(Names::dns1123Label)
                    .defaults(ClusterDefaults::namespace)
                    .creating(NamespaceAdmission::create)
                    .updating(NamespaceAdmission::update)
                    .initialStatus((status, namespace) -> status.put("phase", "Active"))
                    .table(ClusterTables::namespaces)
                    .selectable(SelectableField.text("status.phase"))
                    .deletion(DELETION)
                    .companions(new NamespaceCompanions())
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();

    private Namespaces() {}
}
