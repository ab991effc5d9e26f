/**
 * The scheduler as one immutable value: what it knows, what it assumes, what waits; observations and time in, decisions
 * out.
 */
@NullMarked
package io.shiplog.scheduler.state;

import org.jspecify.annotations.NullMarked;
