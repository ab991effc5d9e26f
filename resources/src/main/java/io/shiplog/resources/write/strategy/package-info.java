/** The kinds with rules of their own: pods end gracefully, namespaces hold what is in them, services get addresses. Pure. */
@NullMarked
package io.shiplog.resources.write.strategy;

import org.jspecify.annotations.NullMarked;
