package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.authn.RequestAuthorizer.Ruling;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.rbac.DefaultPolicy;
import io.shiplog.resources.rbac.RoleRule;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node may do: what its pods need it may read, of itself and of them it may tell (apiserver's Node authorizer,
 * v1.34; what a node may write into them, {@link NodeRestriction} says). Narrower than upstream's where nothing of
 * Shiplog's and no kubelet asks: a node makes no pods. Pure.
 */
final class NodeRights {
    private static final List<RoleRule> COMMON = DefaultPolicy.rules("system:node");
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> OWN = Set.of("get", "create", "update", "patch", "delete");

    private NodeRights() {}

    static Ruling rule(String node, AccessAttributes access, View view) {
        if (access.isPath()) {
            return Ruling.UNKNOWN;
        }
        return switch (new GroupResource(access.resource(), access.group()).toString()) {
            case "secrets" ->
                named(
                        node,
                        access,
                        view,
                        pod -> PodFacts.of(pod).wishes().needs().secrets().contains(access.name()));
            case "configmaps" ->
                named(
                        node,
                        access,
                        view,
                        pod -> PodFacts.of(pod).wishes().needs().configMaps().contains(access.name()));
            case "persistentvolumeclaims" -> one(node, access, view, pod -> claims(pod, access.name()));
            case "serviceaccounts" -> account(node, access, view);
            case "persistentvolumes" -> volume(node, access, view);
            case "leases.coordination.k8s.io" ->
                own(node, access, access.namespace().equals("kube-node-lease"), "node lease");
            case "csinodes.storage.k8s.io" -> own(node, access, true, "CSINode");
            case "nodes" -> self(node, access);
            case "pods" -> pods(node, access, view);
            default -> common(access);
        };
    }

    private static Ruling common(AccessAttributes access) {
        return allow(COMMON.stream().anyMatch(rule -> rule.allows(access)), "");
    }

    private static Ruling allow(boolean allowed, String otherwise) {
        return allowed ? Ruling.ALLOWED : Ruling.no(otherwise);
    }

    private static Ruling named(String node, AccessAttributes access, View view, Predicate<StoredObject> names) {
        if (!READS.contains(access.verb())) {
            return Ruling.no("can only read resources of this type");
        }
        if (!access.subresource().isEmpty()) {
            return Ruling.no("cannot read subresource");
        }
        if (access.namespace().isEmpty()) {
            return Ruling.no("can only read namespaced object of this type");
        }
        return related(node, access, view, names);
    }

    private static Ruling one(String node, AccessAttributes access, View view, Predicate<StoredObject> names) {
        if (!access.verb().equals("get")) {
            return Ruling.no("can only get individual resources of this type");
        }
        return access.subresource().isEmpty()
                ? related(node, access, view, names)
                : Ruling.no("cannot get subresource");
    }

    /** Whether a pod of the node names what is asked for. */
    private static Ruling related(String node, AccessAttributes access, View view, Predicate<StoredObject> names) {
        if (access.name().isEmpty()) {
            return Ruling.no("No Object name found");
        }
        boolean found = view.by(Indexes.PODS_BY_NODE, node).stream()
                .anyMatch(pod -> pod.key().namespace().equals(access.namespace()) && names.test(pod));
        return allow(found, "no relationship found between node '" + node + "' and this object");
    }

    private static boolean claims(StoredObject pod, String claim) {
        ObjectNode tree = Trees.of(pod);
        return tree.path("spec").path("volumes").valueStream().anyMatch(volume -> {
            String named =
                    volume.path("persistentVolumeClaim").path("claimName").asString("");
            boolean ephemeral = volume.has("ephemeral");
            return named.equals(claim)
                    || ephemeral
                            && claim.equals(
                                    pod.key().name() + "-" + volume.path("name").asString(""));
        });
    }

    /** The volume of a claim of one of its pods. */
    private static Ruling volume(String node, AccessAttributes access, View view) {
        StoredObject volume = view.get(GroupResource.core("persistentvolumes"), ObjectKey.cluster(access.name()));
        if (volume == null) {
            return one(node, access, view, pod -> false);
        }
        var claim = Trees.of(volume).path("spec").path("claimRef");
        AccessAttributes inNamespace = new AccessAttributes(
                access.verb(),
                access.group(),
                access.resource(),
                access.subresource(),
                claim.path("namespace").asString(""),
                access.name(),
                access.path());
        return one(
                node, inNamespace, view, pod -> claims(pod, claim.path("name").asString("")));
    }

    private static Ruling account(String node, AccessAttributes access, View view) {
        Predicate<StoredObject> runsAs = pod -> Trees.of(pod)
                .path("spec")
                .path("serviceAccountName")
                .asString("")
                .equals(access.name());
        if (access.verb().equals("get") && access.subresource().isEmpty()) {
            return named(node, access, view, runsAs);
        }
        if (!access.verb().equals("create") || access.name().isEmpty()) {
            return Ruling.no("can only create tokens for individual service accounts");
        }
        return access.subresource().equals("token")
                ? related(node, access, view, runsAs)
                : Ruling.no("can only create token subresource of serviceaccount");
    }

    /** Of an object that has the node's name; of one to be made, the name is not known yet. */
    private static Ruling own(String node, AccessAttributes access, boolean here, String what) {
        return allow(
                here
                        && OWN.contains(access.verb())
                        && access.subresource().isEmpty()
                        && (access.verb().equals("create") || access.name().equals(node)),
                "can only access " + what + " with the same name as the requesting node");
    }

    private static Ruling self(String node, AccessAttributes access) {
        boolean mine = access.name().equals(node);
        return switch (access.verb()) {
            case "get", "list", "watch" ->
                allow(
                        mine && access.subresource().isEmpty(),
                        "node '" + node + "' cannot read '" + access.name() + "', only its own Node object");
            case "create" -> allow(access.subresource().isEmpty(), "");
            case "update", "patch" -> allow(mine && Set.of("", "status").contains(access.subresource()), "");
            default -> Ruling.UNKNOWN;
        };
    }

    private static Ruling pods(String node, AccessAttributes access, View view) {
        boolean selected = node.equals(access.fields().get("spec.nodeName"));
        StoredObject pod = access.name().isEmpty()
                ? null
                : view.get(Pods.RESOURCE, new ObjectKey(access.namespace(), access.name()));
        boolean mine = pod != null && node.equals(PodFacts.of(pod).node());
        return switch (access.verb() + " " + access.subresource()) {
            case "get " -> allow(mine, "no relationship found between node '" + node + "' and this object");
            case "list ", "watch " ->
                allow(selected || mine, "can only list/watch pods with spec.nodeName field selector");
            case "delete ", "update status", "patch status", "create eviction" -> allow(mine, "");
            default -> Ruling.UNKNOWN;
        };
    }
}
