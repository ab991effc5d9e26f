@NullMarked
package io.shiplog.journal.codec;

import org.jspecify.annotations.NullMarked;
