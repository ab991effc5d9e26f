/**
 * The ReplicationController controller. Reads and writes what {@link io.shiplog.reconcilers.replicas} does, for owners of kind
 * ReplicationController.
 */
@NullMarked
package io.shiplog.reconcilers.replicationcontroller;

import org.jspecify.annotations.NullMarked;
