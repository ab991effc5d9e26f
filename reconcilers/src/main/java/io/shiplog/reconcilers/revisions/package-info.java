/**
 * ControllerRevisions: the history that a DaemonSet or a StatefulSet keeps of its template.
 *
 * <p>Reads the owner's revisions; what it makes, numbers and lets go are writes of its owner's controller.
 */
@NullMarked
package io.shiplog.reconcilers.revisions;

import org.jspecify.annotations.NullMarked;
