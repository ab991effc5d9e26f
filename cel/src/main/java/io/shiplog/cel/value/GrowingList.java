package io.shiplog.cel.value;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * A list made by concatenation. Lists that were made from one another share their items: adding to the longest costs
 * what is added, and the shorter ones do not see it. Owned by the thread that evaluates.
 */
public final class GrowingList extends AbstractList<Object> {
    private final ArrayList<Object> shared;
    private final int size;

    private GrowingList(ArrayList<Object> shared) {
        this.shared = shared;
        this.size = shared.size();
    }

    public static GrowingList concat(List<?> first, List<?> second) {
        if (first instanceof GrowingList grown && grown.shared.size() == grown.size) {
            grown.shared.addAll(List.copyOf(second));
            return new GrowingList(grown.shared);
        }
        ArrayList<Object> items = new ArrayList<>(first.size() + second.size());
        items.addAll(first);
        items.addAll(second);
        return new GrowingList(items);
    }

    @Override
    public Object get(int index) {
        return shared.get(java.util.Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
