/**
 * Where the traffic of Services goes: Endpoints, EndpointSlices, and slices that mirror Endpoints given by users.
 *
 * <p>Reads Services, pods, nodes (for their zones) and Endpoints; writes Endpoints and EndpointSlices.
 */
@NullMarked
package io.shiplog.reconcilers.endpoints;

import org.jspecify.annotations.NullMarked;
