/** Events, in both of their groups. */
@NullMarked
package io.shiplog.resources.kinds.event;

import org.jspecify.annotations.NullMarked;
