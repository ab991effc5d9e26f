/**
 * Which connection goes where: the table of services and their endpoints, computed from desired state by a pure
 * function.
 */
@NullMarked
package io.shiplog.proxy.rules;

import org.jspecify.annotations.NullMarked;
