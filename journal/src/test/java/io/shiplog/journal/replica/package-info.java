@NullMarked
package io.shiplog.journal.replica;

import org.jspecify.annotations.NullMarked;
