/** Cluster DNS: the names of services and pods, after the Kubernetes DNS-based service discovery specification. */
@NullMarked
package io.shiplog.proxy.dns;

import org.jspecify.annotations.NullMarked;
