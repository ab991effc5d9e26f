package io.shiplog.apiserver.join;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.names.IpSyntax;
import io.shiplog.resources.names.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a node may be called and where it may be. A bootstrap token makes nodes that were not there, or takes the place
 * of one that nobody hears of (kubeadm's rule, too, v1.34); a node that is there renews its own certificate only. Its
 * certificate is a server's, too: so it is for no name or address of the control plane or of another node, which its
 * holder could then pretend to be. Pure.
 */
public final class JoinRules {
    /** Topics are named after nodes, and names of topics are shorter than those of objects. */
    private static final int LONGEST_NAME = 200;

    private static final int MOST_ADDRESSES = 8;

    private JoinRules() {}

    /** Why a request is refused; empty when it is not. */
    public static Optional<ApiStatus> refusal(Identity who, JoinRequest request, View state, Set<String> ownHosts) {
        String node = request.node();
        if (node.length() > LONGEST_NAME || !Names.dns1123Subdomain(node).isEmpty() || IpSyntax.isAddress(node)) {
            return Optional.of(Failures.badRequest("\"" + node + "\" is no name for a node: a DNS subdomain of at most "
                    + LONGEST_NAME + " characters is"));
        }
        if (request.addresses().isEmpty() || request.addresses().size() > MOST_ADDRESSES) {
            return Optional.of(Failures.badRequest("a node has one to " + MOST_ADDRESSES + " addresses"));
        }
        for (String address : request.addresses()) {
            Optional<String> comparable = IpSyntax.comparable(address);
            if (comparable.isEmpty()) {
                return Optional.of(Failures.badRequest("\"" + address + "\" is no IP address"));
            }
            if (ownHosts.stream().anyMatch(own -> IpSyntax.comparable(own).equals(comparable))) {
                return Optional.of(Failures.forbidden(
                        Nodes.RESOURCE, node, "the address " + address + " is the control plane's", List.of()));
            }
        }
        if (ownHosts.contains(node)) {
            return Optional.of(Failures.forbidden(Nodes.RESOURCE, node, "the control plane has this name", List.of()));
        }
        boolean itself = who.user().equals(Identity.NODE + node);
        StoredObject present = state.get(Nodes.RESOURCE, ObjectKey.cluster(node));
        if (!itself && present != null && !NodeFacts.of(present).isSilent()) {
            return Optional.of(new ApiStatus(
                    409,
                    "AlreadyExists",
                    "nodes \"" + node + "\" already exists and is heard of: stop that node, or choose another name",
                    null));
        }
        return other(request, state);
    }

    private static Optional<ApiStatus> other(JoinRequest request, View state) {
        Set<Optional<String>> asked =
                request.addresses().stream().map(IpSyntax::comparable).collect(Collectors.toSet());
        for (StoredObject stored : state.list(Nodes.RESOURCE)) {
            if (stored.key().name().equals(request.node())) {
                continue;
            }
            for (JsonNode address : Trees.of(stored).path("status").path("addresses")) {
                if (asked.contains(IpSyntax.comparable(address.path("address").asString("")))) {
                    return Optional.of(Failures.forbidden(
                            Nodes.RESOURCE,
                            request.node(),
                            "the address " + address.path("address").asString("") + " is that of the node "
                                    + stored.key().name(),
                            List.of()));
                }
            }
        }
        return Optional.empty();
    }
}
