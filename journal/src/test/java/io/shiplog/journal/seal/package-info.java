@NullMarked
package io.shiplog.journal.seal;

import org.jspecify.annotations.NullMarked;
