package io.shiplog.cel.cost;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a call.
 *
 * @param path where it comes from, empty when it is computed
 * @param size null when it is not known
 */
record Sized(
        CelExpr expr,
        CelType type,
        List<String> path,
        @Nullable Range size) {
    Range sizeOr(SizeSource source) {
        if (size != null) {
            return size;
        }
        Range known = source.size(path);
        return known == null ? Range.UNKNOWN : known;
    }
}
