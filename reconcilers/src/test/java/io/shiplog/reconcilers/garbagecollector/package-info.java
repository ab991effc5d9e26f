@NullMarked
package io.shiplog.reconcilers.garbagecollector;

import org.jspecify.annotations.NullMarked;
