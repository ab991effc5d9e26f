/**
 * Who may do what in Kafka: the principals of a cluster, the rights of each, where their credentials lie, and what it
 * means when Kafka refuses somebody. Reads and writes files of credentials; talks to Kafka only to find out why it does
 * not answer.
 */
@NullMarked
package io.shiplog.journal.kafka.access;

import org.jspecify.annotations.NullMarked;
