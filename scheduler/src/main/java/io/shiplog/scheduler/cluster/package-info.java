/**
 * What a scheduling cycle sees: nodes with their pods, and what surrounds them, as immutable values with shared
 * structure.
 */
@NullMarked
package io.shiplog.scheduler.cluster;

import org.jspecify.annotations.NullMarked;
