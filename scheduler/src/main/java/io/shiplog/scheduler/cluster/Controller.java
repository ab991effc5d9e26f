package io.shiplog.scheduler.cluster;

/**
 * The controller of a pod.
 *
 * @param kind such as {@code ReplicaSet}
 */
public record Controller(String kind, String name, String uid) {}
