/**
 * Watches: first what a list would show, then every change once and in order, each encoded once for all watchers that
 * see it in the same way. A watch that its client reads too slowly ends; nobody waits for it.
 */
@NullMarked
package io.shiplog.apiserver.watch;

import org.jspecify.annotations.NullMarked;
