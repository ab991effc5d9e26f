/** Decoding of objects into typed models, for readers only: the write path keeps objects as JSON. */
@NullMarked
package io.shiplog.resources.model;

import org.jspecify.annotations.NullMarked;
