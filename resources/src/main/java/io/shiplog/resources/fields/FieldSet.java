package io.shiplog.resources.fields;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * A set of fields of an object. Immutable.
 *
 * @param members the fields right here that belong to it
 * @param children what belongs to it below fields right here; none of them is empty
 */
record FieldSet(SortedSet<FieldStep> members, SortedMap<FieldStep, FieldSet> children) {
    static final FieldSet EMPTY = new FieldSet(new TreeSet<>(), new TreeMap<>());

    FieldSet {
        members = Collections.unmodifiableSortedSet(members);
        SortedMap<FieldStep, FieldSet> some = new TreeMap<>(children);
        some.values().removeIf(FieldSet::isEmpty);
        children = Collections.unmodifiableSortedMap(some);
    }

    boolean isEmpty() {
        return members.isEmpty() && children.isEmpty();
    }

    /** What belongs to it below a field. */
    FieldSet below(FieldStep step) {
        return children.getOrDefault(step, EMPTY);
    }

    FieldSet union(FieldSet other) {
        SortedSet<FieldStep> all = new TreeSet<>(members);
        all.addAll(other.members);
        return new FieldSet(all, combined(other, FieldSet::union));
    }

    /** Without the fields of {@code other}; what is below those stays. */
    FieldSet minus(FieldSet other) {
        SortedSet<FieldStep> left = new TreeSet<>(members);
        left.removeAll(other.members);
        return new FieldSet(left, combined(other, FieldSet::minus));
    }

    FieldSet intersection(FieldSet other) {
        SortedSet<FieldStep> both = new TreeSet<>(members);
        both.retainAll(other.members);
        return new FieldSet(both, combined(other, FieldSet::intersection));
    }

    /** Without a field right here and everything below it. */
    FieldSet without(FieldStep step) {
        SortedSet<FieldStep> left = new TreeSet<>(members);
        left.remove(step);
        SortedMap<FieldStep, FieldSet> below = new TreeMap<>(children);
        below.remove(step);
        return new FieldSet(left, below);
    }

    /** Every field as texts name it, in order. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String prefix, List<String> paths) {
        members.forEach(step -> paths.add(prefix + step.shown()));
        children.forEach((step, below) -> below.collect(prefix + step.shown(), paths));
    }

    private SortedMap<FieldStep, FieldSet> combined(FieldSet other, BiFunction<FieldSet, FieldSet, FieldSet> how) {
        SortedSet<FieldStep> steps = new TreeSet<>(children.keySet());
        steps.addAll(other.children.keySet());
        SortedMap<FieldStep, FieldSet> combined = new TreeMap<>();
        steps.forEach(step -> combined.put(step, how.apply(below(step), other.below(step))));
        return combined;
    }

    /** Collects a set. */
    static final class Builder {
        private final SortedSet<FieldStep> members = new TreeSet<>();
        private final SortedMap<FieldStep, FieldSet> children = new TreeMap<>();

        void add(FieldStep step) {
            members.add(step);
        }

        void add(FieldStep step, FieldSet below) {
            children.merge(step, below, FieldSet::union);
        }

        FieldSet build() {
            return new FieldSet(members, children);
        }
    }
}
