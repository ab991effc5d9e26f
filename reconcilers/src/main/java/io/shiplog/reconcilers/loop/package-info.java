/**
 * The shell around the controllers: what changed becomes keys to reconcile, plans become proposals. Reads every state
 * topic as one view; writes {@code journal}, and what the node assignments make of the same view to
 * {@code assignments}.
 */
@NullMarked
package io.shiplog.reconcilers.loop;

import org.jspecify.annotations.NullMarked;
