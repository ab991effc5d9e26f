@NullMarked
package io.shiplog.journal.past;

import org.jspecify.annotations.NullMarked;
