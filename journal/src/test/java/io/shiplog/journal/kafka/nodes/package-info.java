@NullMarked
package io.shiplog.journal.kafka.nodes;

import org.jspecify.annotations.NullMarked;
