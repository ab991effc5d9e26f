/**
 * What every part that talks to Kafka starts from: how a cluster is reached, its clients and their settings, and the
 * daemon that whatever watches it runs in.
 */
@NullMarked
package io.shiplog.journal.kafka.clients;

import org.jspecify.annotations.NullMarked;
