/**
 * What service proxies and cluster DNS need: a pure fold of Services and EndpointSlices into one record per service.
 * Reads the view of the application it lives in; writes {@code services}.
 */
@NullMarked
package io.shiplog.reconcilers.services;

import org.jspecify.annotations.NullMarked;
