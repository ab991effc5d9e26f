/**
 * Whether a node has room for a pod's requests (NodeResourcesFit), and how evenly it would be used
 * (NodeResourcesBalancedAllocation).
 */
@NullMarked
package io.shiplog.scheduler.noderesources;

import org.jspecify.annotations.NullMarked;
