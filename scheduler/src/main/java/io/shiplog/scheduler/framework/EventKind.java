package io.shiplog.scheduler.framework;

/** What can happen in a cluster that may make room for a pod that did not fit. */
public enum EventKind {
    NODE_ADDED,
    /** A node is gone: a domain that was too empty may be gone with it. */
    NODE_REMOVED,
    NODE_LABELS_CHANGED,
    NODE_TAINTS_CHANGED,
    NODE_ALLOCATABLE_CHANGED,
    /** A bound pod is new. */
    POD_BOUND,
    POD_LABELS_CHANGED,
    /** A bound pod is gone, or takes nothing any more. */
    POD_GONE,
    /** A bound pod requests less. */
    POD_SHRUNK,
    NAMESPACE_CHANGED
}
