/** Ingresses, network policies and the addresses of the cluster. */
@NullMarked
package io.shiplog.resources.kinds.network;

import org.jspecify.annotations.NullMarked;
