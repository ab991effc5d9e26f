@NullMarked
package io.shiplog.journal.kafka.embedded;

import org.jspecify.annotations.NullMarked;
