package io.shiplog.agent.pod;

/** A container's waiting state. */
record Waiting(String reason, String message) {}
