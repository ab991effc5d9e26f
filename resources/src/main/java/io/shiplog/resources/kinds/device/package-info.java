/** Devices and the claims for them. */
@NullMarked
package io.shiplog.resources.kinds.device;

import org.jspecify.annotations.NullMarked;
