/**
 * Reads the scheduler's typed values out of stored objects. Tolerant: what is absent or of a wrong type counts as
 * unset.
 */
@NullMarked
package io.shiplog.scheduler.read;

import org.jspecify.annotations.NullMarked;
