package io.shiplog.scheduler.cluster;

/**
 * A preference.
 *
 * @param weight 1 to 100
 */
public record Weighted<T>(int weight, T term) {}
