/** The machinery of the control plane: admission, flow control, extensions of the API. */
@NullMarked
package io.shiplog.resources.kinds.control;

import org.jspecify.annotations.NullMarked;
