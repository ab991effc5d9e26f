package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.GroupResource;
import io.shiplog.journal.State;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.resources.admission.LimitRanges;
import io.shiplog.resources.admission.Priorities;
import io.shiplog.resources.admission.ResourceQuotas;
import io.shiplog.resources.catalogue.Catalogue;
import io.shiplog.resources.catalogue.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the limit ranges, quotas and priority classes of a state say to an object that is about to be created. Pure. The
 * usage of a quota is counted afresh from the state, and the quota is written together with the object: of two writers
 * that saw the same last place, its base lets one through.
 */
final class NamespacePolicies {
    private static final GroupResource LIMIT_RANGES = GroupResource.core("limitranges");
    private static final GroupResource QUOTAS = GroupResource.core("resourcequotas");
    private static final GroupResource PRIORITY_CLASSES = GroupResource.parse("priorityclasses.scheduling.k8s.io");
    private static final List<String> ALWAYS_COUNTED = List.of(
            "pods",
            "services",
            "replicationcontrollers",
            "resourcequotas",
            "secrets",
            "configmaps",
            "persistentvolumeclaims");

    private NamespacePolicies() {}

    /**
     * Completes a pod with its namespace's default resources and its class's priority.
     *
     * @throws io.shiplog.apiserver.status.ApiException 403 when it names a class that is not there
     */
    static void complete(State state, Subject subject, ObjectNode object) {
        if (!subject.stored().equals(GroupResource.core("pods"))) {
            return;
        }
        Priorities.resolve(
                        subject.kind(),
                        object,
                        trees(state.list(PRIORITY_CLASSES).values()))
                .ifPresent(why -> refuse(subject, why));
        LimitRanges.setDefaults(
                subject.kind(),
                object,
                trees(state.list(LIMIT_RANGES, subject.namespace()).values()));
    }

    /**
     * The quotas to write along with the object.
     *
     * @throws io.shiplog.apiserver.status.ApiException 403 when a limit range or a quota forbids the object
     */
    static List<Write> charge(State state, Subject subject, ObjectNode object) {
        if (!subject.kind().namespaced()) {
            return List.of();
        }
        List<String> refusals = LimitRanges.refusals(
                subject.kind(),
                object,
                trees(state.list(LIMIT_RANGES, subject.namespace()).values()));
        if (!refusals.isEmpty()) {
            refuse(subject, refusals.size() == 1 ? refusals.getFirst() : "[" + String.join(", ", refusals) + "]");
        }
        List<Write> writes = new ArrayList<>();
        for (StoredObject stored : state.list(QUOTAS, subject.namespace()).values()) {
            ObjectNode quota = Documents.tree(stored);
            ObjectNode counted = ResourceQuotas.recount(quota, objects(state, subject.namespace(), quota));
            switch (ResourceQuotas.charge(subject.kind(), object, null, List.of(counted))) {
                case ResourceQuotas.Refused refused -> refuse(subject, refused.message());
                case ResourceQuotas.Charged charged ->
                    charged.quotas().forEach(after -> writes.add(Write.replace(stored, Documents.forWrite(after))));
            }
        }
        return writes;
    }

    private static void refuse(Subject subject, String why) {
        throw Failures.forbidden(subject.named(), subject.name(), why, List.of())
                .exception();
    }

    /** The namespace's objects of the kinds that this quota may count. */
    private static Map<ResourceKind, List<ObjectNode>> objects(State state, String namespace, ObjectNode quota) {
        Set<String> resources = new LinkedHashSet<>(ALWAYS_COUNTED);
        for (String name : quota.path("spec").path("hard").propertyNames()) {
            if (name.startsWith("count/")) {
                resources.add(name.substring("count/".length()));
            }
        }
        Map<ResourceKind, List<ObjectNode>> objects = new HashMap<>();
        for (String resource : resources) {
            ResourceKind kind = Catalogue.builtIn().preferred(resource);
            if (kind != null) {
                objects.put(
                        kind,
                        trees(state.list(GroupResource.parse(resource), namespace)
                                .values()));
            }
        }
        return objects;
    }

    private static List<ObjectNode> trees(Iterable<StoredObject> objects) {
        List<ObjectNode> trees = new ArrayList<>();
        objects.forEach(object -> trees.add(Documents.tree(object)));
        return trees;
    }
}
