/**
 * Joining a cluster, from both sides: what lets nodes in beside an API server, and what a node keeps of having joined.
 */
@NullMarked
package io.shiplog.cluster.join;

import org.jspecify.annotations.NullMarked;
