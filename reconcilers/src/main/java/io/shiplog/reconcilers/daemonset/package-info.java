/**
 * DaemonSets: one pod of a template on every node that the template fits.
 *
 * <p>Reads DaemonSets, their pods, their revisions and all nodes; writes pods, revisions, the DaemonSet's status, and
 * events.
 */
@NullMarked
package io.shiplog.reconcilers.daemonset;

import org.jspecify.annotations.NullMarked;
