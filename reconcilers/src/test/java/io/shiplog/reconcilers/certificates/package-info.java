@NullMarked
package io.shiplog.reconcilers.certificates;

import org.jspecify.annotations.NullMarked;
