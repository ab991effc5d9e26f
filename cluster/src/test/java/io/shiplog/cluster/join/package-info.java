@NullMarked
package io.shiplog.cluster.join;

import org.jspecify.annotations.NullMarked;
