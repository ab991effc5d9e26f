package io.shiplog.resources.write.strategy;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.write.Strategies;
import io.shiplog.resources.write.Strategy;
import io.shiplog.resources.write.services.ServiceStrategy;
import java.util.HashMap;
import java.util.Map;

/** The table of strategies. */
public final class KindStrategies {
    private static final Strategies ALL = table();

    private KindStrategies() {}

    public static Strategies all() {
        return ALL;
    }

    /** The strategy of the objects of one resource. */
    public static Strategy of(GroupResource stored) {
        return ALL.of(stored);
    }

    private static Strategies table() {
        Map<GroupResource, Strategy> all = new HashMap<>();
        all.put(GroupResource.core("pods"), new PodStrategy());
        all.put(GroupResource.core("namespaces"), new NamespaceStrategy());
        all.put(GroupResource.core("services"), new ServiceStrategy());
        all.put(PriorityClassStrategy.RESOURCE, new PriorityClassStrategy());
        all.put(GroupResource.core("replicationcontrollers"), Traits.PLAIN.orphaningByDefault());
        all.put(new GroupResource("jobs", "batch"), Traits.PLAIN.orphaningByDefault());
        for (String returned : new String[] {
            "podtemplates", "serviceaccounts", "resourcequotas", "persistentvolumes", "persistentvolumeclaims"
        }) {
            all.put(GroupResource.core(returned), Traits.PLAIN.returningDeleted());
        }
        for (String created : new String[] {
            "endpoints",
            "events",
            "limitranges",
            "roles.rbac.authorization.k8s.io",
            "rolebindings.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io"
        }) {
            all.put(GroupResource.parse(created), Traits.PLAIN.creatingOnUpdate());
        }
        for (String versioned : new String[] {
            "poddisruptionbudgets.policy",
            "volumeattachments.storage.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io",
            "apiservices.apiregistration.k8s.io"
        }) {
            all.put(GroupResource.parse(versioned), Traits.PLAIN.needingVersion());
        }
        for (String both : new String[] {"leases.coordination.k8s.io", "runtimeclasses.node.k8s.io"}) {
            all.put(GroupResource.parse(both), Traits.PLAIN.creatingOnUpdate().needingVersion());
        }
        return new Strategies(all);
    }
}
