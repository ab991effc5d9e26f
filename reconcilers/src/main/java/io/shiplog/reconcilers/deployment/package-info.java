/**
 * The Deployment controller: one ReplicaSet per pod template, and the way from the old ones to the new one.
 *
 * <p>Reads Deployments, their ReplicaSets and pods, and namespaces; writes ReplicaSets, the Deployment's status and
 * revision annotation, and events.
 */
@NullMarked
package io.shiplog.reconcilers.deployment;

import org.jspecify.annotations.NullMarked;
