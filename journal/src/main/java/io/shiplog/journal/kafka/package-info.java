/** The journal on Kafka: topics and their settings, the Kafka journal, booting from the state topic, embedded Kafka. */
@NullMarked
package io.shiplog.journal.kafka;

import org.jspecify.annotations.NullMarked;
