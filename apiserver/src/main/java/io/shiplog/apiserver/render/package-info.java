/**
 * Objects, lists and statuses in the representation that a client wants: JSON or YAML; whole, as a table, or metadata
 * only. Pure.
 */
@NullMarked
package io.shiplog.apiserver.render;

import org.jspecify.annotations.NullMarked;
