package io.shiplog.cluster.join;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.join.JoinRequest;
import io.shiplog.apiserver.join.Joined;
import io.shiplog.apiserver.join.Joining;
import io.shiplog.apiserver.join.Whereabouts;
import io.shiplog.cluster.pki.Pki;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.nodes.NodeGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Makes nodes with the cluster's authority, and with credentials of Kafka that may give others theirs. Thread-safe. */
public final class ClusterJoining implements Joining {
    private static final List<String> GROUPS = List.of("system:nodes");

    private final Pki pki;
    private final ClusterConfig cluster;
    private final Way way;
    private final Set<String> ownHosts;

    /**
     * How nodes get on.
     *
     * @param door how they get into Kafka
     * @param bootstrapServers where Kafka takes them
     * @param dnsServers which name servers their pods ask
     */
    public record Way(KafkaDoor door, String bootstrapServers, Supplier<List<String>> dnsServers) {}

    /** @param ownHosts the names and addresses of the control plane */
    public ClusterJoining(Pki pki, ClusterConfig cluster, Way way, Set<String> ownHosts) {
        this.pki = pki;
        boolean administers = cluster.logins().byUser().containsKey(Principal.Role.ADMIN.user());
        this.cluster = cluster.as(administers ? Principal.Role.ADMIN : Principal.Role.APISERVER);
        this.way = way;
        this.ownHosts = Set.copyOf(ownHosts);
    }

    @Override
    public Set<String> ownHosts() {
        return ownHosts;
    }

    @Override
    public Joined admit(JoinRequest request) {
        var hosts = new ArrayList<>(List.of(request.node()));
        hosts.addAll(request.addresses());
        // First: a request that cannot be signed leaves nothing behind.
        String certificate = pki.sign(request.certificateRequest(), Identity.NODE + request.node(), GROUPS, hosts);
        var grant = new NodeGrant(cluster, new Principal.Node(request.node()));
        grant.topicsAndRights();
        Map<String, String> kafka = switch (way.door()) {
            case PASSWORD -> grant.password();
            case CERTIFICATE -> Map.of("security.protocol", "SSL");
            case OUTSIDE -> Map.of();
        };
        return new Joined(certificate, pki.caPem(), kafka, whereabouts());
    }

    @Override
    public boolean revoke(String node) {
        return new NodeGrant(cluster, new Principal.Node(node)).takeBack();
    }

    @Override
    public Whereabouts whereabouts() {
        return new Whereabouts(
                cluster.cluster(), way.bootstrapServers(), way.dnsServers().get());
    }
}
