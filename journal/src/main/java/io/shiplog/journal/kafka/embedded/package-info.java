/** A Kafka of one node in this process. The only package that touches Kafka's server classes. */
@NullMarked
package io.shiplog.journal.kafka.embedded;

import org.jspecify.annotations.NullMarked;
