/**
 * The scheduler: which pod runs on which node. Everything but {@code streams} and this package is pure. Reads the state
 * topics of {@link io.shiplog.scheduler.state.WatchedResources}; proposes bindings, conditions, preemptions and events
 * to the journal.
 */
@NullMarked
package io.shiplog.scheduler;

import org.jspecify.annotations.NullMarked;
