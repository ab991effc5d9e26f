package io.shiplog.resources.kind;

import io.shiplog.resources.quantity.Quantity;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What objects of a kind use of what quotas limit, beside {@code count/} and their resource.
 *
 * @param names which names of a quota are about objects of this kind
 * @param usage what one object uses
 * @param grows whether an update can make an object larger in the eyes of a quota or limit range
 * @param counted false for objects that no quota counts
 */
public record QuotaRules(Predicate<String> names, Usage usage, boolean grows, boolean counted) {
    /** Counted like the objects of any kind. */
    static final QuotaRules PLAIN = new QuotaRules(name -> false, (object, used) -> {}, false, true);

    /** Never counted, so they can tell what a quota refused. */
    public static final QuotaRules NEVER = new QuotaRules(name -> false, (object, used) -> {}, false, false);

    private static final Quantity ONE = Quantity.of(1);

    /** What one object uses. */
    @FunctionalInterface
    public interface Usage {
        /** Tells {@code used} each name and amount. */
        void of(JsonNode object, BiConsumer<String, Quantity> used);
    }

    /** Counted by the plain name of the resource too, as the oldest quotas do. */
    public static QuotaRules named(String resource) {
        return new QuotaRules(resource::equals, (object, used) -> used.accept(resource, ONE), false, true);
    }
}
