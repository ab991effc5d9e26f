/** The OpenAPI v2 and v3 documents of the API, generated from the kinds and the schemas. */
@NullMarked
package io.shiplog.resources.openapi;

import org.jspecify.annotations.NullMarked;
