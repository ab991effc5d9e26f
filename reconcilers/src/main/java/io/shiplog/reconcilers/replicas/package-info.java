/**
 * What ReplicaSets and ReplicationControllers share: keep as many pods of one template as are asked for.
 *
 * <p>Reads the owner, its pods, its sibling ReplicaSets and the namespace; writes pods, the owner's status, and events.
 */
@NullMarked
package io.shiplog.reconcilers.replicas;

import org.jspecify.annotations.NullMarked;
