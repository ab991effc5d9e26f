/**
 * The scheduling queue as an immutable value: active, backing off, unschedulable and gated pods. Time comes in as an
 * argument.
 */
@NullMarked
package io.shiplog.scheduler.queue;

import org.jspecify.annotations.NullMarked;
