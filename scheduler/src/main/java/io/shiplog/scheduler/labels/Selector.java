package io.shiplog.scheduler.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A conjunction of requirements, or nothing at all.
 *
 * @param requirements all of them have to be met; none of them: everything matches
 * @param nothing no labels match, whatever the requirements: what an absent label selector means
 */
public record Selector(List<Requirement> requirements, boolean nothing) {
    public static final Selector NOTHING = new Selector(List.of(), true);
    public static final Selector EVERYTHING = new Selector(List.of(), false);

    public Selector {
        requirements = List.copyOf(requirements);
    }

    public static Selector of(List<Requirement> requirements) {
        return requirements.isEmpty() ? EVERYTHING : new Selector(requirements, false);
    }

    /** All of {@code labels} have exactly their values. */
    public static Selector of(Map<String, String> labels) {
        var requirements = new ArrayList<Requirement>(labels.size());
        labels.forEach((key, value) -> requirements.add(Requirement.equal(key, value)));
        return of(requirements);
    }

    /** This selector with more requirements; {@link #NOTHING} stays what it is. */
    public Selector and(List<Requirement> more) {
        if (nothing || more.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(requirements);
        for (Requirement requirement : more) {
            if (!all.contains(requirement)) {
                all.add(requirement);
            }
        }
        return of(all);
    }

    public boolean matches(Map<String, String> labels) {
        if (nothing) {
            return false;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
