package io.shiplog.resources.kind;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one kind's objects become those of the kind that is stored, and back. Kind and apiVersion are not its concern.
 * The trees that it gets do not change; those that it gives may share parts with them.
 */
public interface Conversion {
    /** Of two versions that differ by nothing but their names. */
    Conversion NONE = new Conversion() {
        @Override
        public ObjectNode toStored(ObjectNode object, @Nullable ObjectNode stored) {
            return object;
        }

        @Override
        public ObjectNode toServed(ObjectNode stored) {
            return stored;
        }
    };

    /**
     * The object as it is stored.
     *
     * @param stored what it replaces: members that this version cannot show stay as they are there; null for a new
     *     object
     */
    ObjectNode toStored(ObjectNode object, @Nullable ObjectNode stored);

    /** A stored object as this kind shows it. */
    ObjectNode toServed(ObjectNode stored);
}
