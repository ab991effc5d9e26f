package io.shiplog.scheduler.cluster;

import java.util.Map;

/**
 * Pods that no selector can tell apart: of one namespace and with the same labels, such as the replicas of one
 * template.
 */
public record PodGroup(String namespace, Map<String, String> labels) {}
