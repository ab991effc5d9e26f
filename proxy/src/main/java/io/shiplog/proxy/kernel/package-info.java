/** Steers service traffic in the kernel with iptables. */
@NullMarked
package io.shiplog.proxy.kernel;

import org.jspecify.annotations.NullMarked;
