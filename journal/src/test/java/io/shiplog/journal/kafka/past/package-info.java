@NullMarked
package io.shiplog.journal.kafka.past;

import org.jspecify.annotations.NullMarked;
