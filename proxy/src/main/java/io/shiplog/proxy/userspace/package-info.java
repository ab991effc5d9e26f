/** Steers service traffic in user space with listening sockets: where the kernel's tables may not be written. */
@NullMarked
package io.shiplog.proxy.userspace;

import org.jspecify.annotations.NullMarked;
