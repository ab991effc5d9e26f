@NullMarked
package io.shiplog.journal.verify;

import org.jspecify.annotations.NullMarked;
