/** The catalogue of topics: what each must be configured as, and that it is so. */
@NullMarked
package io.shiplog.journal.kafka.topics;

import org.jspecify.annotations.NullMarked;
