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
public record Resources(long milliCpu, long memoryBytes, long ephemeralStorageBytes, Map<String, Long> others) {
    public static final Resources NONE = new Resources(0, 0, 0, Map.of());

    public Resources {
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

    public Resources plus(Resources more) {
        return new Resources(
                milliCpu + more.milliCpu,
                memoryBytes + more.memoryBytes,
                ephemeralStorageBytes + more.ephemeralStorageBytes,
                combined(more, Long::sum));
    }

    public Resources minus(Resources less) {
        return new Resources(
                milliCpu - less.milliCpu,
                memoryBytes - less.memoryBytes,
                ephemeralStorageBytes - less.ephemeralStorageBytes,
                combined(less, (mine, theirs) -> mine - theirs));
    }

    /** The larger amount of each resource. */
    public Resources max(Resources other) {
        return new Resources(
                Math.max(milliCpu, other.milliCpu),
                Math.max(memoryBytes, other.memoryBytes),
                Math.max(ephemeralStorageBytes, other.ephemeralStorageBytes),
                combined(other, Math::max));
    }

    /** Whether this is less than {@code other} in at least one resource. */
    public boolean isLessSomewhereThan(Resources other) {
        return milliCpu < other.milliCpu
                || memoryBytes < other.memoryBytes
                || ephemeralStorageBytes < other.ephemeralStorageBytes
                || other.others.entrySet().stream().anyMatch(entry -> other(entry.getKey()) < entry.getValue());
    }

    private interface Combine {
        long apply(long mine, long theirs);
    }

    private Map<String, Long> combined(Resources with, Combine combine) {
        if (with.others.isEmpty()) {
            return others;
        }
        var result = new TreeMap<>(others);
        with.others.forEach((name, theirs) -> result.put(name, combine.apply(other(name), theirs)));
        return result;
    }
}
