package io.shiplog.apiserver.strategy;

import io.shiplog.apiserver.services.ServiceStrategy;
import io.shiplog.apiserver.store.Strategies;
import io.shiplog.apiserver.store.Strategy;
import io.shiplog.journal.GroupResource;
import java.util.HashMap;
import java.util.Map;

/** The table of strategies. */
public final class KindStrategies {
    private KindStrategies() {}

    public static Strategies all() {
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
        for (String created : new String[] {"endpoints", "events", "limitranges"}) {
            all.put(GroupResource.core(created), Traits.PLAIN.creatingOnUpdate());
        }
        all.put(
                new GroupResource("leases", "coordination.k8s.io"),
                Traits.PLAIN.creatingOnUpdate().needingVersion());
        all.put(new GroupResource("poddisruptionbudgets", "policy"), Traits.PLAIN.needingVersion());
        return new Strategies(all);
    }
}
