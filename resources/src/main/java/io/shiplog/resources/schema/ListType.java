package io.shiplog.resources.schema;

/** How two lists of one field are merged, after {@code x-kubernetes-list-type}; lists that say nothing are atomic. */
public enum ListType {
    ATOMIC,
    SET,
    MAP
}
