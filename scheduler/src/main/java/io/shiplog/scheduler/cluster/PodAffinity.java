package io.shiplog.scheduler.cluster;

import java.util.List;

/** What a pod asks of the pods around it: where it has to be near to or away from, and where it would like to. */
public record PodAffinity(
        List<AffinityTerm> required,
        List<AffinityTerm> requiredAnti,
        List<Weighted<AffinityTerm>> preferred,
        List<Weighted<AffinityTerm>> preferredAnti) {
    public static final PodAffinity NONE = new PodAffinity(List.of(), List.of(), List.of(), List.of());

    public PodAffinity {
        required = List.copyOf(required);
        requiredAnti = List.copyOf(requiredAnti);
        preferred = List.copyOf(preferred);
        preferredAnti = List.copyOf(preferredAnti);
    }

    public boolean isNone() {
        return required.isEmpty() && requiredAnti.isEmpty() && !prefers();
    }

    public boolean prefers() {
        return !preferred.isEmpty() || !preferredAnti.isEmpty();
    }
}
