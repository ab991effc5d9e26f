/**
 * The one-process cluster, a library: all roles put together, each also by itself; network, data folder and kubeconfig.
 */
@NullMarked
package io.shiplog.cluster;

import org.jspecify.annotations.NullMarked;
