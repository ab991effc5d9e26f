/**
 * What comes out of a request to write: the writes to propose, or why there are none; and how a tree becomes a write.
 */
@NullMarked
package io.shiplog.resources.decision;

import org.jspecify.annotations.NullMarked;
