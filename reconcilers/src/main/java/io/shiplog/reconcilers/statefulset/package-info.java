/**
 * StatefulSets: pods of one template with a number each, which keep their names and their claims.
 *
 * <p>Reads StatefulSets, their pods, claims and revisions; writes pods, claims, revisions, the StatefulSet's status,
 * and events.
 */
@NullMarked
package io.shiplog.reconcilers.statefulset;

import org.jspecify.annotations.NullMarked;
