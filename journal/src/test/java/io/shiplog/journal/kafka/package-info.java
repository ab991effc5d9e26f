@NullMarked
package io.shiplog.journal.kafka;

import org.jspecify.annotations.NullMarked;
