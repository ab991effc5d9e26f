@NullMarked
package io.shiplog.journal.kafka.container;

import org.jspecify.annotations.NullMarked;
