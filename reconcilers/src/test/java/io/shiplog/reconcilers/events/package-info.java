@NullMarked
package io.shiplog.reconcilers.events;

import org.jspecify.annotations.NullMarked;
