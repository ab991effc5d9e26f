@NullMarked
package io.shiplog.cluster.fork;

import org.jspecify.annotations.NullMarked;
