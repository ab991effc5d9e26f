/**
 * What happens to a node that falls silent, and to its pods: taints, eviction, and the collection of pods whose node is
 * gone.
 *
 * <p>Reads nodes and pods; writes the taints of nodes, the readiness and deletion of pods, and events. The readiness of
 * a node itself is folded from the nodes' reports.
 */
@NullMarked
package io.shiplog.reconcilers.nodelifecycle;

import org.jspecify.annotations.NullMarked;
