/** The discovery documents of the API, plain and aggregated, as pure functions of the kinds. */
@NullMarked
package io.shiplog.resources.discovery;

import org.jspecify.annotations.NullMarked;
