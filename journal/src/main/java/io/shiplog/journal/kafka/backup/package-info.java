/**
 * Backups of a cluster's Kafka. Reads {@code journal}, {@code keyframes} and the newest position of {@code state}; a
 * restore makes all topics of a cluster, and {@code restore} while it is not done.
 */
@NullMarked
package io.shiplog.journal.kafka.backup;

import org.jspecify.annotations.NullMarked;
