@NullMarked
package io.shiplog.reconcilers.nodelifecycle;

import org.jspecify.annotations.NullMarked;
