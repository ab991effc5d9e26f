@NullMarked
package io.shiplog.compose;

import org.jspecify.annotations.NullMarked;
