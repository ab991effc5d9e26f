package io.shiplog.cel.rules;

import io.shiplog.resources.json.JsonEquality;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a value was before: a rule that did not hold and whose value did not change is let pass (KEP-4008). Owned by the
 * thread that walks.
 */
final class Correlation {
    /** Of a value that nothing was before. */
    static final Correlation NONE = new Correlation(null, null, null);

    private final @Nullable JsonNode now;
    private final @Nullable JsonNode before;
    private final @Nullable Correlation around;
    private @Nullable Boolean unchanged;

    private Correlation(@Nullable JsonNode now, @Nullable JsonNode before, @Nullable Correlation around) {
        this.now = now;
        this.before = before;
        this.around = around;
    }

    static Correlation of(JsonNode now, @Nullable JsonNode before) {
        return before == null ? NONE : new Correlation(now, before, null);
    }

    /** Of a member; those that tell the version of a whole object are not seen to change. */
    Correlation member(String name, JsonNode value, boolean atomic) {
        if (before == null) {
            return this;
        }
        if (around == null && (name.equals("apiVersion") || name.equals("kind"))) {
            return NONE;
        }
        return new Correlation(value, atomic ? null : before.get(name), this);
    }

    /** Of an item, whose counterpart is known by its key. */
    Correlation item(JsonNode value, @Nullable JsonNode counterpart) {
        return before == null ? this : new Correlation(value, counterpart, this);
    }

    /** Whether the value, or the nearest around it of which that can be told, is what it was. */
    boolean isUnchanged() {
        if (before == null || now == null) {
            return around != null && around.isUnchanged();
        }
        if (unchanged == null) {
            unchanged = JsonEquality.equal(now, before);
        }
        return unchanged;
    }
}
