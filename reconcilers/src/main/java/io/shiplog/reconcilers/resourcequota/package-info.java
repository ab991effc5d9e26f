/**
 * The usage of ResourceQuotas.
 *
 * <p>Reads resourcequotas and what they count; writes the status of resourcequotas. Whoever creates a counted object
 * charges the quota in the same proposal; this controller notices what went away.
 */
@NullMarked
package io.shiplog.reconcilers.resourcequota;

import org.jspecify.annotations.NullMarked;
