package io.shiplog.agent.pod.facts;

/** What one run of a probe found. */
public sealed interface ProbeOutcome {
    record Success() implements ProbeOutcome {}

    /** The container answered wrongly, or not in time. */
    record Failure(String message) implements ProbeOutcome {}

    /** The probe itself could not run; it says nothing about the container. */
    record Inconclusive(String message) implements ProbeOutcome {}
}
