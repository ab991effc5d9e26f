package io.shiplog.scheduler.cluster;

import java.util.List;

/**
 * Whether, by whom and before whom a pod is scheduled.
 *
 * @param priority higher goes first and may displace lower
 * @param neverPreempts {@code preemptionPolicy: Never}
 * @param schedulerName the scheduler that is responsible
 * @param gates names of the scheduling gates that are still closed
 */
public record Urgency(int priority, boolean neverPreempts, String schedulerName, List<String> gates) {
    public Urgency {
        gates = List.copyOf(gates);
    }
}
