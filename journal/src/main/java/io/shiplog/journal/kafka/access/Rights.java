package io.shiplog.journal.kafka.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rights each principal of a cluster needs, and no more: the one table that embedded Kafka, the printed commands
 * and the documentation are made from. Pure. The names are those of topics and of Streams applications, of every format
 * that a cluster may have had.
 */
public final class Rights {
    private Rights() {}

    /**
     * The rights of a principal.
     *
     * @param cluster the cluster's name, which its topics and groups begin with
     */
    public static List<Right> of(Principal.Role role, String cluster) {
        String prefix = cluster + ".";
        var rights = new ArrayList<Right>();
        switch (role) {
            case ADMIN -> {
                return List.of();
            }
            case APISERVER -> {
                rights.add(Right.topics(prefix, CREATE, DESCRIBE, DESCRIBE_CONFIGS));
                rights.add(Right.topic(prefix + "journal", READ, WRITE));
                rights.add(Right.topic(prefix + "state", READ));
                rights.add(Right.topic(prefix + "keyframes", READ));
                rights.add(Right.groups(prefix + "materializer", DESCRIBE));
            }
            case MATERIALIZER -> {
                rights.add(Right.topics(prefix, CREATE, DESCRIBE, DESCRIBE_CONFIGS));
                // It appends to the journal once in a cluster's life, when it takes over one of the first format.
                rights.add(Right.topic(prefix + "journal", READ, WRITE));
                rights.add(Right.topic(prefix + "state", READ, WRITE));
                rights.add(Right.topic(prefix + "keyframes", READ, WRITE));
                rights.add(Right.topic(prefix + "seals", READ, WRITE));
                // The topics of the first format, which it retires.
                rights.add(Right.topics(prefix + "state.", READ, DELETE, ALTER_CONFIGS));
                rights.add(Right.groups(prefix + "materializer", READ));
            }
            case RECONCILERS -> {
                rights.add(Right.topics(prefix, CREATE, DESCRIBE, DESCRIBE_CONFIGS));
                rights.add(Right.topic(prefix + "journal", WRITE));
                rights.add(Right.topic(prefix + "state", READ));
                rights.add(Right.topic(prefix + "assignments", READ, WRITE));
                rights.add(Right.topic(prefix + "services", READ, WRITE));
                rights.add(Right.topics(prefix + "export.", READ, WRITE));
                rights.add(Right.topic(prefix + "reports", READ));
                // Between nodes that joined, each of which has topics of its own, and those that all nodes share.
                rights.add(Right.topics(prefix + "assignments.", READ, WRITE));
                rights.add(Right.topics(prefix + "reports.", READ));
                rights.add(Right.topic(prefix + "relayed-reports", READ, WRITE));
                rights.add(Right.groups(prefix + "relay", READ));
                rights.add(Right.groups(prefix + "controllers.", READ));
                rights.add(Right.groups(prefix + "status.", READ));
                rights.add(Right.groups(prefix + "loops.", READ));
            }
            case SCHEDULER -> {
                rights.add(Right.topics(prefix, CREATE, DESCRIBE, DESCRIBE_CONFIGS));
                rights.add(Right.topic(prefix + "journal", WRITE));
                rights.add(Right.topic(prefix + "state", READ));
                rights.add(Right.groups(prefix + "scheduler.", READ));
            }
            case PROXY -> {
                rights.add(Right.topics(prefix, DESCRIBE, DESCRIBE_CONFIGS));
                rights.add(Right.topic(prefix + "services", READ));
            }
            case NODES -> {
                rights.add(Right.topics(prefix, DESCRIBE, DESCRIBE_CONFIGS));
                rights.add(Right.topic(prefix + "assignments", READ));
                rights.add(Right.topic(prefix + "reports", READ, WRITE));
            }
            case READER -> {
                rights.add(Right.topics(prefix, READ, DESCRIBE_CONFIGS));
                rights.add(Right.groups("console-consumer-", READ));
                rights.add(Right.groups("reader-", READ));
            }
        }
        return List.copyOf(rights);
    }

    /** The rights of a node that joined: on topics that nobody else but the control plane uses. */
    public static List<Right> of(Principal.Node node, String cluster) {
        return List.of(
                Right.topic(cluster + ".assignments." + node.name(), READ),
                Right.topic(cluster + ".reports." + node.name(), READ, WRITE));
    }
}
