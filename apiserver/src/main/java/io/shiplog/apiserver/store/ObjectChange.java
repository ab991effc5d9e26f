package io.shiplog.apiserver.store;

import tools.jackson.databind.node.ObjectNode;

/** How an update makes the new object from the current one. Pure; asked again when the current object has changed. */
@FunctionalInterface
public interface ObjectChange {

    /**
     * @param current the current object in the kind's own version, resourceVersion included; a copy that may be changed
     * @return the object wanted; a {@code metadata.resourceVersion} in it is a precondition
     * @throws io.shiplog.apiserver.status.ApiException when the change does not apply
     */
    ObjectNode apply(ObjectNode current);
}
