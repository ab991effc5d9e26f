package io.shiplog.resources.admission;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service accounts, priority classes, limit ranges and quotas of a cluster say to an object, whoever writes
 * it: upstream's admission plugins ServiceAccount, Priority, LimitRanger and ResourceQuota, v1.34. Comes after
 * {@link Admission}. Pure; a namespace without policies costs the looking for them.
 *
 * @param kinds the kinds of the cluster
 * @param objects its objects
 */
public record NamespacePolicies(Kinds kinds, Objects objects) {
    private static final String DEFAULT_ACCOUNT = "default";

    /** The objects of one moment. */
    @FunctionalInterface
    public interface Objects {
        /**
         * All objects of a resource.
         *
         * @param namespace empty for a resource of the cluster
         * @return trees that nobody changes
         */
        List<ObjectNode> list(GroupResource resource, String namespace);
    }

    /**
     * Completes a new pod, in place, with its account's pull secrets and token, its class's priority and its
     * namespace's default resources. Other kinds stay as they are.
     *
     * @return why it must not be made, for a 403 Forbidden; empty when it is complete
     */
    public Optional<String> complete(Kind kind, String namespace, ObjectNode pod) {
        if (!kind.is(Pods.RESOURCE)) {
            return Optional.empty();
        }
        Optional<String> refusal = account(namespace, pod);
        if (refusal.isEmpty()) {
            refusal = Priorities.resolve(kind, pod, objects.list(PolicyKinds.PRIORITY_RESOURCE, ""));
        }
        if (refusal.isEmpty()
                && !Members.text(pod.path("spec"), "runtimeClassName").isEmpty()) {
            refusal = RuntimeClasses.resolve(pod, objects.list(Nodes.RUNTIME_CLASSES.resource(), ""));
        }
        if (refusal.isEmpty()) {
            LimitRanges.setDefaults(kind, pod, objects.list(PolicyKinds.LIMIT_RANGE_RESOURCE, namespace));
        }
        return refusal;
    }

    /** The account that a namespace always gets may come a moment after the first pod; any other has to be there. */
    private Optional<String> account(String namespace, ObjectNode pod) {
        String name = Members.text(pod.path("spec"), "serviceAccountName");
        for (ObjectNode account : objects.list(Configuration.ACCOUNTS.resource(), namespace)) {
            if (Members.text(account.path("metadata"), "name").equals(name)) {
                ObjectNode spec = Members.object(pod, "spec");
                if (spec.path("imagePullSecrets").isEmpty()
                        && !account.path("imagePullSecrets").isEmpty()) {
                    Members.carry("imagePullSecrets", account, spec);
                }
                return token(pod, account);
            }
        }
        return name.isEmpty() || name.equals(DEFAULT_ACCOUNT)
                ? token(pod, MissingNode.getInstance())
                : Optional.of("error looking up service account " + namespace + "/" + name + ": serviceaccount \""
                        + name + "\" not found");
    }

    private static Optional<String> token(ObjectNode pod, JsonNode account) {
        if (TokenVolume.isWanted(pod, account)) {
            TokenVolume.mount(pod);
        }
        return Optional.empty();
    }

    /**
     * Whether there is room for an object that is created, or for what an update adds to it.
     *
     * @param old what the object replaces, null for none
     * @return the quotas to write along, or why not, for a 403 Forbidden
     */
    public Charge charge(Kind kind, String namespace, ObjectNode object, @Nullable ObjectNode old) {
        boolean counted = old == null
                ? kind.namespaced() && kind.rules().quota().counted()
                : kind.rules().quota().grows();
        if (!counted) {
            return Charge.NOTHING;
        }
        List<String> refusals =
                LimitRanges.refusals(kind, object, objects.list(PolicyKinds.LIMIT_RANGE_RESOURCE, namespace));
        if (!refusals.isEmpty()) {
            return new Charge.Refused(
                    refusals.size() == 1 ? refusals.getFirst() : "[" + String.join(", ", refusals) + "]");
        }
        List<ObjectNode> quotas = new ArrayList<>();
        for (ObjectNode quota : objects.list(PolicyKinds.QUOTA_RESOURCE, namespace)) {
            quotas.add(ResourceQuotas.isCounted(quota) ? quota : recounted(quota, namespace));
        }
        return quotas.isEmpty() ? Charge.NOTHING : ResourceQuotas.charge(kind, object, old, quotas);
    }

    /** A quota with its status as the objects of its namespace have it. */
    public ObjectNode recounted(ObjectNode quota, String namespace) {
        Map<Kind, List<ObjectNode>> counted = new HashMap<>();
        for (Kind kind : QuotaUsage.countedBy(quota, kinds)) {
            counted.put(kind, objects.list(kind.storage().resource(), namespace));
        }
        return ResourceQuotas.recount(quota, counted);
    }
}
