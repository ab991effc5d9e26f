/**
 * What a node must know of a pod, as records read from the JSON that the cluster stores: containers, probes, volumes,
 * security, and its status. Pure. A member that is missing, or of another type than it should have, is none.
 */
@NullMarked
package io.shiplog.agent.pod.spec;

import org.jspecify.annotations.NullMarked;
