/**
 * The HTTPS server: one verticle per event loop, one table of operations, one place that turns failures into Status
 * bodies. A handler decodes, calls and encodes; nothing here waits.
 */
@NullMarked
package io.shiplog.apiserver.http;

import org.jspecify.annotations.NullMarked;
