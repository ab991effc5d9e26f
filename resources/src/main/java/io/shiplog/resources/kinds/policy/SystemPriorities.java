package io.shiplog.resources.kinds.policy;

import java.util.Map;

/** The two priority classes that every cluster has. */
public final class SystemPriorities {
    /** What their names begin with; nobody else's may. */
    public static final String PREFIX = "system-";

    /** Their values by name. */
    public static final Map<String, Integer> VALUES =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    private SystemPriorities() {}
}
