/**
 * What clients of a cluster saw, and whether that can be: pure. Reads a recorded history and what the journal says
 * happened; writes violations, a line each.
 */
@NullMarked
package io.shiplog.bench.faults.history;

import org.jspecify.annotations.NullMarked;
