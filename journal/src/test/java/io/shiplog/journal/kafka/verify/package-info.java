@NullMarked
package io.shiplog.journal.kafka.verify;

import org.jspecify.annotations.NullMarked;
