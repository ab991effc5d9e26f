/**
 * The collection of pods that have ended, beyond the number that is kept to be looked at. Reads and deletes pods. Pods
 * of nodes that are gone are {@link io.shiplog.reconcilers.nodelifecycle}'s.
 */
@NullMarked
package io.shiplog.reconcilers.podgc;

import org.jspecify.annotations.NullMarked;
