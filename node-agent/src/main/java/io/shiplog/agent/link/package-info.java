/**
 * Assignments in, reports out: the agent's only tie to the cluster, over Kafka or in memory.
 */
@NullMarked
package io.shiplog.agent.link;

import org.jspecify.annotations.NullMarked;
