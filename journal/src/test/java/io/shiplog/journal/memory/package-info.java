@NullMarked
package io.shiplog.journal.memory;

import org.jspecify.annotations.NullMarked;
