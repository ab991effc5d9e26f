/**
 * Binds claims to volumes that are there, and says what became of both.
 *
 * <p>Reads claims, volumes and classes; writes claims, volumes, and events.
 */
@NullMarked
package io.shiplog.reconcilers.volumes;

import org.jspecify.annotations.NullMarked;
