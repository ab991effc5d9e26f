package io.shiplog.scheduler.framework;

import java.util.Set;

/** What a filter plugin says of a pod and a snapshot before it sees single nodes. */
public sealed interface PreFilterResult {
    /** The plugin has nothing against any node. */
    PreFilterResult PASSES = new Passes();

    /** Nothing to filter. */
    record Passes() implements PreFilterResult {}

    /** Each node is asked. */
    record Asks(NodeFilter filter) implements PreFilterResult {}

    /** Only the nodes of these names can fit, and each of them is asked. */
    record Restricts(Set<String> names, NodeFilter filter) implements PreFilterResult {
        public Restricts {
            names = Set.copyOf(names);
        }
    }

    /** No node can fit. */
    record Rejects(Rejection rejection) implements PreFilterResult {}
}
