package io.shiplog.resources.selector;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A predicate over the fields of an object: all the requirements hold. */
public record FieldSelector(List<FieldRequirement> requirements) {
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    public boolean matches(JsonNode object) {
        for (FieldRequirement requirement : requirements) {
            if (!requirement.matches(FieldSelectors.value(object, requirement.field()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return requirements.stream().map(FieldRequirement::toString).collect(Collectors.joining(","));
    }
}
