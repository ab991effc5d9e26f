/**
 * What an engine is asked to create, computed from a pod: environment, command, resources, mounts, DNS. Pure.
 */
@NullMarked
package io.shiplog.agent.container;

import org.jspecify.annotations.NullMarked;
