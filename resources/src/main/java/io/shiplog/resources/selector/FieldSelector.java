package io.shiplog.resources.selector;

import java.util.List;
import java.util.stream.Collectors;

/** A predicate over the fields of an object: all the requirements hold. */
public record FieldSelector(List<FieldRequirement> requirements) {
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    @Override
    public String toString() {
        return requirements.stream().map(FieldRequirement::toString).collect(Collectors.joining(","));
    }
}
