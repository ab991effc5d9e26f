/**
 * A whole control plane of pure functions in one thread: state, controllers, a stand-in for nodes, a clock, and faults.
 */
@NullMarked
package io.shiplog.reconcilers.world;

import org.jspecify.annotations.NullMarked;
