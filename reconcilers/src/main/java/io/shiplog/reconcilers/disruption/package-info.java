/**
 * The disruption controller: how many pods of each PodDisruptionBudget may go now.
 *
 * <p>Reads poddisruptionbudgets, the pods that they select and what scales those; writes the status of
 * poddisruptionbudgets, events, and in pods the condition DisruptionTarget that came to nothing. API eviction takes
 * disruptions from the same status, in the proposal that deletes the pod; preemption reads it.
 */
@NullMarked
package io.shiplog.reconcilers.disruption;

import org.jspecify.annotations.NullMarked;
