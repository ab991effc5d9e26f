package io.shiplog.resources.admission;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service accounts, priority classes, limit ranges and quotas of a cluster say to an object, whoever writes it:
 * upstream's admission plugins ServiceAccount, Priority, LimitRanger and ResourceQuota, v1.34. Comes after
 * {@link Admission}. Pure; a namespace without policies costs the looking for them.
 *
 * @param kinds the kinds of the cluster
 * @param objects its objects
 */
public record NamespacePolicies(Kinds kinds, Objects objects) {
    private static final String DEFAULT_ACCOUNT = "default";

    /** Upstream has never counted events, so they can tell what a quota refused. */
    private static final Set<String> NEVER_COUNTED = Set.of("events", "events.events.k8s.io");

    /** What an update can make larger in the eyes of a quota or limit range. */
    private static final Set<String> GROWING = Set.of("services", "persistentvolumeclaims");

    /** The objects of one moment. */
    @FunctionalInterface
    public interface Objects {
        /**
         * All objects of a resource.
         *
         * @param groupResource such as {@code priorityclasses.scheduling.k8s.io}
         * @param namespace empty for a resource of the cluster
         * @return trees that nobody changes
         */
        List<ObjectNode> list(String groupResource, String namespace);
    }

    /**
     * Completes a new pod, in place, with its account's pull secrets, its class's priority and its namespace's default
     * resources. Other kinds stay as they are.
     *
     * @return why it must not be made, for a 403 Forbidden; empty when it is complete
     */
    public Optional<String> complete(Kind kind, String namespace, ObjectNode pod) {
        if (!kind.groupResource().equals("pods")) {
            return Optional.empty();
        }
        Optional<String> refusal = account(namespace, pod);
        if (refusal.isEmpty()) {
            refusal = Priorities.resolve(kind, pod, objects.list("priorityclasses.scheduling.k8s.io", ""));
        }
        if (refusal.isEmpty()) {
            LimitRanges.setDefaults(kind, pod, objects.list("limitranges", namespace));
        }
        return refusal;
    }

    /** The account that a namespace always gets may come a moment after the first pod; any other has to be there. */
    private Optional<String> account(String namespace, ObjectNode pod) {
        String name = Members.text(pod.path("spec"), "serviceAccountName");
        for (ObjectNode account : objects.list("serviceaccounts", namespace)) {
            if (Members.text(account.path("metadata"), "name").equals(name)) {
                ObjectNode spec = Members.object(pod, "spec");
                if (spec.path("imagePullSecrets").isEmpty()
                        && !account.path("imagePullSecrets").isEmpty()) {
                    Members.carry("imagePullSecrets", account, spec);
                }
                return Optional.empty();
            }
        }
        return name.isEmpty() || name.equals(DEFAULT_ACCOUNT)
                ? Optional.empty()
                : Optional.of("error looking up service account " + namespace + "/" + name + ": serviceaccount \""
                        + name + "\" not found");
    }

    /**
     * Whether there is room for an object that is created, or for what an update adds to it.
     *
     * @param old what the object replaces, null for none
     * @return the quotas to write along, or why not, for a 403 Forbidden
     */
    public ResourceQuotas.Verdict charge(Kind kind, String namespace, ObjectNode object, @Nullable ObjectNode old) {
        boolean counted = old == null
                ? kind.namespaced() && !NEVER_COUNTED.contains(kind.groupResource())
                : GROWING.contains(kind.groupResource());
        if (!counted) {
            return new ResourceQuotas.Charged(List.of());
        }
        List<String> refusals = LimitRanges.refusals(kind, object, objects.list("limitranges", namespace));
        if (!refusals.isEmpty()) {
            return new ResourceQuotas.Refused(
                    refusals.size() == 1 ? refusals.getFirst() : "[" + String.join(", ", refusals) + "]");
        }
        List<ObjectNode> quotas = new ArrayList<>();
        for (ObjectNode quota : objects.list("resourcequotas", namespace)) {
            quotas.add(ResourceQuotas.isCounted(quota) ? quota : recounted(quota, namespace));
        }
        return quotas.isEmpty()
                ? new ResourceQuotas.Charged(List.of())
                : ResourceQuotas.charge(kind, object, old, quotas);
    }

    /** A quota with its status as the objects of its namespace have it. */
    public ObjectNode recounted(ObjectNode quota, String namespace) {
        Map<Kind, List<ObjectNode>> counted = new HashMap<>();
        for (String resource : QuotaUsage.countedBy(quota)) {
            Kind kind = kinds.preferred(GroupResource.parse(resource));
            if (kind != null) {
                counted.put(kind, objects.list(resource, namespace));
            }
        }
        return ResourceQuotas.recount(quota, counted);
    }
}
