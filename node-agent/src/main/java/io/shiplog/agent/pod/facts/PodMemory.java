package io.shiplog.agent.pod.facts;

import io.shiplog.agent.pod.spec.KnownStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * What an agent remembers of a pod between two steps and the engine cannot tell it. Immutable. Losing it, as a restart
 * of the agent does, costs waits that have been served and nothing else.
 *
 * @param firstSeen when the pod came to this agent
 * @param crashes back-off by container name
 * @param startFailures the last failed start by container name; the sandbox's under the empty name
 * @param probes by container instance
 * @param underway keys of steps that have been begun and have not ended
 * @param told what happened
 * @param failure why the pod as a whole has failed, null while it has not
 * @param status the last status computed, null before the first
 * @param endingSince when the pod began to end, null while it does not
 */
public record PodMemory(
        Instant firstSeen,
        PMap<String, BackOff> crashes,
        PMap<String, StartFailure> startFailures,
        PMap<ProbeId, ProbeProgress> probes,
        PSet<String> underway,
        PodEvents told,
        @Nullable Waiting failure,
        @Nullable KnownStatus status,
        @Nullable Instant endingSince) {
    public static final String SANDBOX = "";

    /** The memory of a pod that has just been met. */
    public static PodMemory fresh(Instant now) {
        return new PodMemory(
                now,
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePSet.empty(),
                PodEvents.none(now),
                null,
                null,
                null);
    }

    /** With a step begun. */
    public PodMemory begun(String key) {
        return new PodMemory(
                firstSeen, crashes, startFailures, probes, underway.plus(key), told, failure, status, endingSince);
    }

    /** With a step ended, however it ended; {@code step} is its key. */
    public PodMemory ended(String step) {
        return new PodMemory(
                firstSeen, crashes, startFailures, probes, underway.minus(step), told, failure, status, endingSince);
    }

    public PodMemory backedOff(String container, BackOff backOff) {
        return new PodMemory(
                firstSeen,
                crashes.plus(container, backOff),
                startFailures,
                probes,
                underway,
                told,
                failure,
                status,
                endingSince);
    }

    /** With a start that failed; {@code container} is empty for the sandbox. */
    public PodMemory startFailed(String container, String reason, String message, Instant now) {
        StartFailure next = StartFailure.next(startFailures.get(container), reason, message, now);
        return withStartFailures(startFailures.plus(container, next));
    }

    /** With a start that went well; {@code container} is empty for the sandbox. */
    public PodMemory startSucceeded(String container) {
        return startFailures.containsKey(container) ? withStartFailures(startFailures.minus(container)) : this;
    }

    /** With every failed start due for another attempt at once, because what was missing may be there now. */
    public PodMemory impatient() {
        PMap<String, StartFailure> due = startFailures;
        for (var entry : startFailures.entrySet()) {
            StartFailure failed = entry.getValue();
            if (!failed.reason().equals("ErrImagePull")) {
                due = due.plus(
                        entry.getKey(),
                        new StartFailure(failed.reason(), failed.message(), failed.at(), java.time.Duration.ZERO));
            }
        }
        return withStartFailures(due);
    }

    private PodMemory withStartFailures(PMap<String, StartFailure> next) {
        return new PodMemory(firstSeen, crashes, next, probes, underway, told, failure, status, endingSince);
    }

    public PodMemory probed(ProbeId id, ProbeProgress progress) {
        return new PodMemory(
                firstSeen,
                crashes,
                startFailures,
                probes.plus(id, progress),
                underway,
                told,
                failure,
                status,
                endingSince);
    }

    /** Without the probes of instances that are not among {@code alive}. */
    public PodMemory forgetting(java.util.Set<String> alive) {
        PMap<ProbeId, ProbeProgress> kept = probes;
        for (ProbeId id : probes.keySet()) {
            if (!alive.contains(id.containerId())) {
                kept = kept.minus(id);
            }
        }
        return kept == probes
                ? this
                : new PodMemory(firstSeen, crashes, startFailures, kept, underway, told, failure, status, endingSince);
    }

    /** Of a pod that the node does not take: it has failed before anything of it was started. */
    public PodMemory rejected(String reason, String message, Instant now) {
        return failed(new Waiting(reason, "Pod was rejected: " + message)).noting(reason, true, message, "", now);
    }

    public PodMemory failed(Waiting why) {
        return new PodMemory(firstSeen, crashes, startFailures, probes, underway, told, why, status, endingSince);
    }

    public PodMemory reporting(KnownStatus next) {
        return new PodMemory(firstSeen, crashes, startFailures, probes, underway, told, failure, next, endingSince);
    }

    /** What happened, oldest first. */
    public List<PodEvent> events() {
        return told.list();
    }

    /** With one more event; the same one again only counts up. */
    public PodMemory noting(String reason, boolean warning, String message, String fieldPath, Instant now) {
        PodEvents next = told.with(new PodEvent(reason, warning, message, fieldPath, 1, now, now));
        return new PodMemory(firstSeen, crashes, startFailures, probes, underway, next, failure, status, endingSince);
    }

    /** Of a pod that is to run, whatever was to become of it before. */
    public PodMemory running() {
        return endingSince == null
                ? this
                : new PodMemory(firstSeen, crashes, startFailures, probes, underway, told, failure, status, null);
    }

    /** Of a pod that ends, from {@code now} on unless it did before. */
    public PodMemory ending(Instant now) {
        return endingSince != null
                ? this
                : new PodMemory(firstSeen, crashes, startFailures, probes, underway, told, failure, status, now);
    }
}
