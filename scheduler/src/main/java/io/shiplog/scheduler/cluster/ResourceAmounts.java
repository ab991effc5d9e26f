package io.shiplog.scheduler.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * An amount of each resource.
 *
 * @param milliCpu thousandths of a core
 * @param memoryBytes bytes
 * @param ephemeralStorageBytes bytes
 * @param others extended resources and huge pages by name, in units or bytes; absent means 0
 */
public record ResourceAmounts(long milliCpu, long memoryBytes, long ephemeralStorageBytes, Map<String, Long> others) {
    public static final ResourceAmounts NONE = new ResourceAmounts(0, 0, 0, Map.of());

    public ResourceAmounts {
        others = Map.copyOf(others);
    }

    public long other(String name) {
        return others.getOrDefault(name, 0L);
    }

    public boolean isNone() {
        return milliCpu == 0
                && memoryBytes == 0
                && ephemeralStorageBytes == 0
                && others.values().stream().allMatch(amount -> amount == 0);
    }

    public ResourceAmounts plus(ResourceAmounts more) {
        return new ResourceAmounts(
                milliCpu + more.milliCpu,
                memoryBytes + more.memoryBytes,
                ephemeralStorageBytes + more.ephemeralStorageBytes,
                combined(more, Long::sum));
    }

    public ResourceAmounts minus(ResourceAmounts less) {
        return new ResourceAmounts(
                milliCpu - less.milliCpu,
                memoryBytes - less.memoryBytes,
                ephemeralStorageBytes - less.ephemeralStorageBytes,
                combined(less, (mine, theirs) -> mine - theirs));
    }

    /** The larger amount of each resource. */
    public ResourceAmounts max(ResourceAmounts other) {
        return new ResourceAmounts(
                Math.max(milliCpu, other.milliCpu),
                Math.max(memoryBytes, other.memoryBytes),
                Math.max(ephemeralStorageBytes, other.ephemeralStorageBytes),
                combined(other, Math::max));
    }

    /** Whether this is less than {@code other} in at least one resource. */
    public boolean isLessSomewhereThan(ResourceAmounts other) {
        return milliCpu < other.milliCpu
                || memoryBytes < other.memoryBytes
                || ephemeralStorageBytes < other.ephemeralStorageBytes
                || other.others.entrySet().stream().anyMatch(entry -> other(entry.getKey()) < entry.getValue());
    }

    private interface Combine {
        long apply(long mine, long theirs);
    }

    private Map<String, Long> combined(ResourceAmounts with, Combine combine) {
        if (with.others.isEmpty()) {
            return others;
        }
        var result = new TreeMap<>(others);
        with.others.forEach((name, theirs) -> result.put(name, combine.apply(other(name), theirs)));
        return result;
    }
}
