/**
 * The one life cycle of a write: creation, replacement, deletion, binding, eviction, status and scale as pure functions
 * from a view of the cluster and a request to a {@link io.shiplog.resources.decision.Decision}. The API server, the
 * controllers, the scheduler and the fold of reports call the same ones; they differ in who asks and in what becomes of
 * a refusal.
 */
@NullMarked
package io.shiplog.resources.write;

import org.jspecify.annotations.NullMarked;
