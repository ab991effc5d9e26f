/** The OpenAPI schema of every kind as an immutable tree, and the structural check of objects against it. */
@NullMarked
package io.shiplog.resources.schema;

import org.jspecify.annotations.NullMarked;
