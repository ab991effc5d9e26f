/** How long work shares an event loop with everything else that the loop serves. */
@NullMarked
package io.shiplog.apiserver.eventloop;

import org.jspecify.annotations.NullMarked;
