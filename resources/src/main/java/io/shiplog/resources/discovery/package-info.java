/** The discovery documents of the API, plain and aggregated, as pure functions of the catalogue. */
@NullMarked
package io.shiplog.resources.discovery;

import org.jspecify.annotations.NullMarked;
