/**
 * What lies between the topics that the control plane uses and those of nodes that joined, which may not see each
 * other's. Reads {@code assignments} and writes of it to each node's own topic what is that node's; reads each node's
 * reports and writes to {@code relayed-reports} what that node may say. Any number of processes may do so; each node is
 * one's at a time.
 */
@NullMarked
package io.shiplog.reconcilers.relay;

import org.jspecify.annotations.NullMarked;
