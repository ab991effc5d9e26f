/** Services and their endpoints. */
@NullMarked
package io.shiplog.resources.kinds.service;

import org.jspecify.annotations.NullMarked;
