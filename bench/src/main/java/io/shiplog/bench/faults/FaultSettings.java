package io.shiplog.bench.faults;

import java.time.Duration;

/**
 * What a run of the fault suite does.
 *
 * @param main the class of the command line, which starts API servers and reconcilers
 * @param seed of everything that is left to chance, the machine's own aside
 * @param length after which no new fault begins
 * @param shortest whether only one fault of each kind comes, so that a build can wait for it
 */
public record FaultSettings(String main, long seed, Duration length, boolean shortest) {}
