package io.shiplog.resources.selector;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A predicate over labels: every requirement holds, or nothing matches at all. */
public sealed interface LabelSelector {
    LabelSelector EVERYTHING = new All(List.of());
    LabelSelector NOTHING = new None();

    boolean matches(Map<String, String> labels);

    /** True when no requirement can refuse an object. */
    boolean isEverything();

    /** This selector with more requirements; {@link #NOTHING} stays what it is. */
    LabelSelector and(List<LabelRequirement> more);

    /** All the requirements hold; none of them is everything. */
    record All(List<LabelRequirement> requirements) implements LabelSelector {
        public All {
            requirements = requirements.stream()
                    .sorted(Comparator.comparing(LabelRequirement::key))
                    .toList();
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            for (LabelRequirement requirement : requirements) {
                if (!requirement.matches(labels)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean isEverything() {
            return requirements.isEmpty();
        }

        @Override
        public LabelSelector and(List<LabelRequirement> more) {
            return more.isEmpty()
                    ? this
                    : new All(Stream.concat(requirements.stream(), more.stream())
                            .distinct()
                            .toList());
        }

        @Override
        public String toString() {
            return requirements.stream().map(LabelRequirement::toString).collect(Collectors.joining(","));
        }
    }

    /** What an absent selector means: no object. */
    record None() implements LabelSelector {
        @Override
        public boolean matches(Map<String, String> labels) {
            return false;
        }

        @Override
        public boolean isEverything() {
            return false;
        }

        @Override
        public LabelSelector and(List<LabelRequirement> more) {
            return this;
        }

        @Override
        public String toString() {
            return "<none>";
        }
    }
}
