package io.shiplog.cel.rules;

import io.shiplog.cel.rules.JsonValues.Listing;
import io.shiplog.cel.value.Equality;
import io.shiplog.cel.value.ObjectValue;
import io.shiplog.cel.value.UnorderedList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A list whose items are known by their keys or, where there are none, by themselves. */
final class UnorderedItems extends Listing implements UnorderedList {
    private final List<String> keys;

    UnorderedItems(JsonNode json, RuleType type, List<String> keys) {
        super(json, type.element());
        this.keys = keys;
    }

    @Override
    public boolean sameAs(List<?> other) {
        for (Object item : this) {
            int at = counterpart(other, item);
            if (at < 0 || !Equality.equal(item, other.get(at))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Object> merged(List<?> other) {
        List<Object> all = new ArrayList<>(this);
        for (Object item : other) {
            int at = counterpart(all, item);
            if (at < 0) {
                all.add(item);
            } else {
                all.set(at, item);
            }
        }
        return all;
    }

    private int counterpart(List<?> list, Object item) {
        for (int i = 0; i < list.size(); i++) {
            if (isSame(list.get(i), item)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSame(Object one, Object other) {
        if (keys.isEmpty() || !(one instanceof ObjectValue members) || !(other instanceof ObjectValue more)) {
            return Equality.equal(one, other);
        }
        for (String key : keys) {
            String name = Escaping.of(key).orElse(key);
            if (!same(members.member(name), more.member(name))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null ? one == other : Equality.equal(one, other);
    }
}
