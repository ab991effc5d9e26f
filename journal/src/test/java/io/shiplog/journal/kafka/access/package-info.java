@NullMarked
package io.shiplog.journal.kafka.access;

import org.jspecify.annotations.NullMarked;
