/** The cluster's certificate authority and the certificates that it signs, as PEM files in one folder. */
@NullMarked
package io.shiplog.cluster.pki;

import org.jspecify.annotations.NullMarked;
