/**
 * Deletes Jobs some time after they have ended.
 *
 * <p>Reads Jobs; deletes Jobs.
 */
@NullMarked
package io.shiplog.reconcilers.ttl;

import org.jspecify.annotations.NullMarked;
