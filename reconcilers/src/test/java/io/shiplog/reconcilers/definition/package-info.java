@NullMarked
package io.shiplog.reconcilers.definition;

import org.jspecify.annotations.NullMarked;
