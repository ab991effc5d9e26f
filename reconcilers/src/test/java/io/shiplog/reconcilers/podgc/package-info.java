@NullMarked
package io.shiplog.reconcilers.podgc;

import org.jspecify.annotations.NullMarked;
