@NullMarked
package io.shiplog.journal;

import org.jspecify.annotations.NullMarked;
