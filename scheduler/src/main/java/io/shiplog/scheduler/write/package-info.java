/**
 * The writes that a decision becomes: bindings, conditions, evictions by preemption, events. Pure functions on object
 * JSON.
 */
@NullMarked
package io.shiplog.scheduler.write;

import org.jspecify.annotations.NullMarked;
