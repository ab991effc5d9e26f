/**
 * The ReplicaSet controller. Reads and writes what {@link io.shiplog.reconcilers.replicas} does, for owners of kind
 * ReplicaSet.
 */
@NullMarked
package io.shiplog.reconcilers.replicaset;

import org.jspecify.annotations.NullMarked;
