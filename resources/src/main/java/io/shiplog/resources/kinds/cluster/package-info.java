/** Namespaces and nodes, with what belongs to nodes. */
@NullMarked
package io.shiplog.resources.kinds.cluster;

import org.jspecify.annotations.NullMarked;
