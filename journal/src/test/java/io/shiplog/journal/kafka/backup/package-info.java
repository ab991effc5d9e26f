@NullMarked
package io.shiplog.journal.kafka.backup;

import org.jspecify.annotations.NullMarked;
