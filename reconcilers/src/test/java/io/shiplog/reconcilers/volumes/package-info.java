@NullMarked
package io.shiplog.reconcilers.volumes;

import org.jspecify.annotations.NullMarked;
