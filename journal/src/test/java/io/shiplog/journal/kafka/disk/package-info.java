@NullMarked
package io.shiplog.journal.kafka.disk;

import org.jspecify.annotations.NullMarked;
