/**
 * The Node object that an agent reports: capacity, addresses, conditions.
 */
@NullMarked
package io.shiplog.agent.node;

import org.jspecify.annotations.NullMarked;
