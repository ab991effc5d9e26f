package io.shiplog.cel.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who knows how large values can be that an expression is given. */
@FunctionalInterface
public interface SizeSource {
    /**
     * The size of a value, null when nothing is known.
     *
     * @param path a variable, and how one comes from it to the value: names of members, {@code @items}, {@code @keys},
     *     {@code @values}
     */
    @Nullable
    Range size(List<String> path);
}
