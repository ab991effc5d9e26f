package io.shiplog.resources.kind;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How objects of a kind end.
 *
 * @param grace how long an object may take to end once deletion is asked for
 * @param held whether something of the kind itself still holds an object without finalizers, as a namespace's spec does
 * @param terminating changes the object, beyond its metadata, when its deletion begins but has to wait
 * @param returnsDeleted whether a deletion at once answers with the object instead of a Status
 * @param orphansByDefault whether dependents are orphaned when the client does not say, as the oldest APIs promise
 */
public record DeletionRules(
        Grace grace,
        Predicate<JsonNode> held,
        Consumer<ObjectNode> terminating,
        boolean returnsDeleted,
        boolean orphansByDefault) {

    /** Gone at once, told by a Status, dependents collected. */
    public static final DeletionRules PLAIN =
            new DeletionRules((object, asked) -> 0, object -> false, object -> {}, false, false);

    /** How long an object may take to end. */
    @FunctionalInterface
    public interface Grace {
        /**
         * In seconds, 0 for "gone at once".
         *
         * @param askedSeconds the client's wish, null for none
         */
        long seconds(JsonNode object, @Nullable Long askedSeconds);
    }

    public DeletionRules withGrace(Grace how) {
        return new DeletionRules(how, held, terminating, returnsDeleted, orphansByDefault);
    }

    public DeletionRules heldWhile(Predicate<JsonNode> holds) {
        return new DeletionRules(grace, holds, terminating, returnsDeleted, orphansByDefault);
    }

    public DeletionRules terminating(Consumer<ObjectNode> change) {
        return new DeletionRules(grace, held, change, returnsDeleted, orphansByDefault);
    }

    public DeletionRules returningDeleted() {
        return new DeletionRules(grace, held, terminating, true, orphansByDefault);
    }

    public DeletionRules orphaning() {
        return new DeletionRules(grace, held, terminating, returnsDeleted, true);
    }
}
