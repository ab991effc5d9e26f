/**
 * What a PodDisruptionBudget says and how an eviction uses it up: its spec and status as values, read by the disruption
 * controller, API eviction and whoever else must know how many pods may go. Pure functions of values.
 */
@NullMarked
package io.shiplog.resources.disruption;

import org.jspecify.annotations.NullMarked;
