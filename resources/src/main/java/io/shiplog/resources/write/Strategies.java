package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import java.util.Map;

/** Every kind with rules of its own, in one table. */
public final class Strategies {
    private final Map<GroupResource, Strategy> special;

    public Strategies(Map<GroupResource, Strategy> special) {
        this.special = Map.copyOf(special);
    }

    public Strategy of(GroupResource stored) {
        return special.getOrDefault(stored, Strategy.PLAIN);
    }
}
