/**
 * The patch formats of the API: JSON patch, merge patch and strategic merge patch, as functions from trees to trees.
 */
@NullMarked
package io.shiplog.resources.patch;

import org.jspecify.annotations.NullMarked;
