package io.shiplog.resources.write;

import io.shiplog.resources.decision.Refusal;
import tools.jackson.databind.node.ObjectNode;

/** How an update makes the new object from the current one. Pure; asked again when the current object has changed. */
@FunctionalInterface
public interface ObjectChange {

    /**
     * @param current the current object in the kind's own version, resourceVersion included; a copy that may be changed
     * @return the object wanted, in which a {@code metadata.resourceVersion} is a precondition; or why there is none
     */
    Edit apply(ObjectNode current);

    /** What a change made of an object. */
    sealed interface Edit {}

    /** The object wanted. */
    record Edited(ObjectNode object) implements Edit {}

    /** The change does not apply. */
    record NotApplicable(Refusal refusal) implements Edit {}
}
