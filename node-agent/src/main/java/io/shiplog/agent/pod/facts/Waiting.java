package io.shiplog.agent.pod.facts;

/** A container's waiting state. */
public record Waiting(String reason, String message) {}
