/**
 * Jobs: runs pods until as many have succeeded as are asked for, and says how it went.
 *
 * <p>Reads Jobs, their pods and namespaces; writes pods, the Jobs' status, and events.
 */
@NullMarked
package io.shiplog.reconcilers.job;

import org.jspecify.annotations.NullMarked;
