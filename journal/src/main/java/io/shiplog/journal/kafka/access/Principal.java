package io.shiplog.journal.kafka.access;

/**
 * Who a client of Kafka is. Every role of a cluster has a principal of its own, and so has a node that joined by
 * itself.
 */
public sealed interface Principal {
    /** The name that Kafka knows it by, without the type in front. */
    String user();

    /** What is done by it, for people. */
    String purpose();

    /**
     * A node that joined.
     *
     * @param name the node's
     */
    record Node(String name) implements Principal {
        @Override
        public String user() {
            return "node:" + name;
        }

        @Override
        public String purpose() {
            return "the node " + name + ": reads its own assignments, writes its own reports";
        }
    }

    /** The principals that every cluster has. */
    enum Role implements Principal {
        /** May do everything: the broker itself, and who looks after it. */
        ADMIN("admin", "the broker itself, and its administrator: may do everything"),
        APISERVER("apiserver", "API servers: append to the journal, read it and the state"),
        MATERIALIZER("materializer", "the fold of the journal: alone writes the state"),
        RECONCILERS(
                "reconcilers",
                "controllers, feeds and the fold of reports: append to the journal, write what nodes read"),
        SCHEDULER("scheduler", "appends to the journal, reads the state"),
        PROXY("proxy", "service proxy and cluster DNS: reads services"),
        NODES("nodes", "nodes in the process of the control plane: read assignments, write reports"),
        READER("reader", "people's Kafka tools: reads every topic of the cluster, writes none");

        private final String user;
        private final String purpose;

        Role(String user, String purpose) {
            this.user = user;
            this.purpose = purpose;
        }

        @Override
        public String user() {
            return user;
        }

        @Override
        public String purpose() {
            return purpose;
        }
    }
}
