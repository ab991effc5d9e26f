package io.shiplog.resources.write;

import io.shiplog.objects.View;
import io.shiplog.resources.decision.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What others than the API server itself say to a write in the course of its decision: webhooks and policies. They are
 * asked first for their changes and, once the object is valid, for their consent. Whoever has to be called over the
 * network is not waited for: the decision is then one that awaits, and is made again when the answers are there.
 */
public interface Consultation {
    /** Of writes that nobody is asked about. */
    Consultation NONE = new Silent() {};

    /** Nobody has anything to say. */
    interface Silent extends Consultation {
        @Override
        default boolean isSilent(View view, Target target) {
            return true;
        }

        @Override
        default Opinion change(View view, Subject subject) {
            return new Opinion.Agreed(subject.object());
        }

        @Override
        default Opinion consent(View view, Subject subject) {
            return new Opinion.Agreed(subject.object());
        }
    }

    /** Whether there is nobody to ask about an object; told cheaply. */
    boolean isSilent(View view, Target target);

    /** The object as they want it. */
    Opinion change(View view, Subject subject);

    /** Whether they take the object as it would be written. */
    Opinion consent(View view, Subject subject);

    /** What becomes of an object. */
    enum Act {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /**
     * What they are asked about.
     *
     * @param object as it would be written, in the target's version; null of a deletion
     * @param old what is there, in the target's version; null where nothing is
     */
    record Subject(
            Act act,
            Target target,
            @Nullable ObjectNode object,
            @Nullable ObjectNode old) {}

    /** What they say. */
    sealed interface Opinion {
        /** Go on, with this object. */
        record Agreed(@Nullable ObjectNode object) implements Opinion {}

        record Refused(Refusal refusal) implements Opinion {}

        /** Somebody has not answered yet. */
        record Awaited() implements Opinion {}
    }
}
