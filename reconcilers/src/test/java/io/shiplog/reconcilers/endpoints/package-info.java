@NullMarked
package io.shiplog.reconcilers.endpoints;

import org.jspecify.annotations.NullMarked;
