/** What puts the parts together: the command line, the one-process cluster, certificates and kubeconfig. */
@NullMarked
package io.shiplog.compose;

import org.jspecify.annotations.NullMarked;
