package io.shiplog.apiserver.audit;

import tools.jackson.databind.node.ObjectNode;

/** Where audit events go. Never keeps its caller. Thread-safe. */
@FunctionalInterface
public interface AuditSink {
    /** @param event a whole one, not changed any more */
    void write(ObjectNode event);
}
