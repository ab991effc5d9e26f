package io.shiplog.agent.pod.facts;

/** One probe of one container instance. */
public record ProbeId(String containerId, ProbeKind kind) {}
