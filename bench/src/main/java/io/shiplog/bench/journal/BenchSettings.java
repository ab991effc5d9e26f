package io.shiplog.bench.journal;

import java.time.Duration;
import java.util.List;

/**
 * What the benchmark does.
 *
 * @param proposers the numbers of concurrent proposers, one measurement each
 * @param objectBytes the size of the object that each proposal writes
 * @param warmUp how long to propose before the first measurement
 * @param measure how long each measurement takes
 */
public record BenchSettings(List<Integer> proposers, int objectBytes, Duration warmUp, Duration measure) {
    /** 1, 64 and 256 proposers with objects of 1.5 KB, ten seconds each. */
    public static final BenchSettings DEFAULT =
            new BenchSettings(List.of(1, 64, 256), 1536, Duration.ofSeconds(10), Duration.ofSeconds(10));

    public BenchSettings {
        proposers = List.copyOf(proposers);
        if (objectBytes < 256) {
            throw new IllegalArgumentException("objects have 256 bytes at least, not " + objectBytes);
        }
    }
}
