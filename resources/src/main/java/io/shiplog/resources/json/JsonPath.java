package io.shiplog.resources.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a walk over a tree stands, written only when somebody asks: {@code spec.containers[0].name}. Owned by the
 * thread that walks.
 */
public final class JsonPath {
    private final List<Object> steps = new ArrayList<>();

    /** Steps into a member. */
    public void enter(String member) {
        steps.add(member);
    }

    /** Steps into the value of a map at {@code key}. */
    public void enterKey(String key) {
        steps.add(new Key(key));
    }

    /** Steps into the item of a list at {@code index}, from 0. */
    public void enter(int index) {
        steps.add(index);
    }

    /** Steps back out of what was entered last. */
    public void leave() {
        steps.removeLast();
    }

    /** The steps that are members, without indexes and map keys, joined by dots: how Go's decoder names a field. */
    public String members() {
        var out = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof String member) {
                out.append(out.isEmpty() ? "" : ".").append(member);
            }
        }
        return out.toString();
    }

    private record Key(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        for (Object step : steps) {
            switch (step) {
                case Integer index -> out.append('[').append(index).append(']');
                default -> out.append(out.isEmpty() ? "" : ".").append(step);
            }
        }
        return out.toString();
    }
}
