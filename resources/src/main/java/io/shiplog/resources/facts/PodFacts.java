package io.shiplog.resources.facts;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.Interning;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What controllers and agents ask of a pod. Parts that the pods of one template have in common are one instance for all
 * of them.
 *
 * @param node the node that the pod is bound to, or null
 * @param ready its condition Ready, null while nobody has said anything
 * @param disruption its condition DisruptionTarget, or null
 * @param addresses the primary one first
 */
public record PodFacts(
        @Nullable String node,
        Life life,
        @Nullable ConditionFacts ready,
        @Nullable ConditionFacts disruption,
        List<String> addresses,
        Wishes wishes,
        Restarts restarts) {
    private static final Decoder<PodFacts> DECODER = new Decoder<>(PodFacts.class, json -> new PodReader().read(json));

    /**
     * How far the pod has come.
     *
     * @param phase Pending, Running, Succeeded, Failed or Unknown; a pod without one has just been made
     * @param reason why it is in that phase; empty for none
     * @param created when its object was made; null when nobody knows
     * @param deleting whether somebody deletes it
     * @param deletionGraceSeconds how long that may take; null when nobody said
     */
    public record Life(
            String phase,
            String reason,
            @Nullable Instant created,
            boolean deleting,
            @Nullable Long deletionGraceSeconds) {}

    /**
     * What its author asks for.
     *
     * @param hostname empty for none
     * @param subdomain empty for none
     * @param graceSeconds how long its containers may take to end; null when it does not say
     * @param deletionCost how much it would rather stay than others of its owner
     * @param tolerations in the pod's order
     * @param ports those with a name, of containers before those of sidecars
     * @param needs the objects that its node needs beside it
     */
    public record Wishes(
            String hostname,
            String subdomain,
            @Nullable Long graceSeconds,
            int deletionCost,
            List<Toleration> tolerations,
            List<ContainerPort> ports,
            NeededObjects needs) {
        public Wishes {
            tolerations = Interning.one(List.copyOf(tolerations));
            ports = Interning.one(List.copyOf(ports));
        }
    }

    /** The most restarts of one of its containers, and of one of its sidecars. */
    public record Restarts(int containers, int sidecars) {}

    public PodFacts {
        addresses = List.copyOf(addresses);
        wishes = Interning.one(wishes);
        restarts = Interning.one(restarts);
    }

    public static PodFacts of(StoredObject pod) {
        return pod.facts(DECODER);
    }

    /** Succeeded or Failed: none of its containers will ever run again. */
    public boolean hasEnded() {
        return life.phase().equals("Succeeded") || life.phase().equals("Failed");
    }

    public boolean isTerminating() {
        return life.deleting();
    }

    /** Counts as a replica: neither ended nor being deleted. */
    public boolean isActive() {
        return !hasEnded() && !isTerminating();
    }

    public boolean isReady() {
        return ready != null && ready.isTrue();
    }

    /** Since when the pod is ready; null when it is not, or nobody knows. */
    public @Nullable Instant readySince() {
        return ready != null && ready.isTrue() ? ready.since() : null;
    }

    /**
     * From when on the pod counts as available if it stays ready; null when it is not ready, or nobody knows since
     * when.
     */
    public @Nullable Instant availableFrom(int minReadySeconds) {
        if (minReadySeconds == 0 && isReady()) {
            return Instant.EPOCH;
        }
        Instant since = readySince();
        return since == null ? null : since.plusSeconds(minReadySeconds);
    }

    public boolean isAvailable(int minReadySeconds, Instant now) {
        Instant from = availableFrom(minReadySeconds);
        return from != null && !from.isAfter(now);
    }
}
