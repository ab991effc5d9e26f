package io.shiplog.scheduler.preemption;

import io.shiplog.scheduler.cluster.PodInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A node on which a pod would fit if the victims went.
 *
 * @param victims most important first, at least one
 * @param violations how many of them go against a disruption budget
 */
record Candidate(String node, List<PodInfo> victims, int violations) {
    /** Higher priority first, of equal ones the longer running first. */
    static final Comparator<PodInfo> IMPORTANCE = Comparator.comparingInt(PodInfo::priority)
            .reversed()
            .thenComparing(pod -> pod.life().started())
            .thenComparing(PodInfo::key);

    /** kube-scheduler's criteria in their order; of equal candidates the first. */
    static final Comparator<Candidate> LEAST_HARM = Comparator.comparingInt(Candidate::violations)
            .thenComparingInt(candidate -> candidate.victims().getFirst().priority())
            .thenComparingLong(Candidate::prioritySum)
            .thenComparingInt(candidate -> candidate.victims().size())
            .thenComparing(Candidate::earliestStart, Comparator.reverseOrder());

    Candidate {
        victims = List.copyOf(victims);
    }

    /** The priorities together, each made positive so that more pods are never better than fewer. */
    private long prioritySum() {
        return victims.stream()
                .mapToLong(victim -> victim.priority() + (long) Integer.MAX_VALUE + 1)
                .sum();
    }

    /** When the first of the most important victims started. */
    private Instant earliestStart() {
        int highest = victims.getFirst().priority();
        return victims.stream()
                .filter(victim -> victim.priority() == highest)
                .map(victim -> victim.life().started())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
