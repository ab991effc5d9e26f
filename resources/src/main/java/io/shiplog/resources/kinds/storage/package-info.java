/** Volumes, claims, storage classes and their drivers. */
@NullMarked
package io.shiplog.resources.kinds.storage;

import org.jspecify.annotations.NullMarked;
