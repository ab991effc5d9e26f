@NullMarked
package io.shiplog.journal.backup;

import org.jspecify.annotations.NullMarked;
