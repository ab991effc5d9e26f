/** Who may do what, as a function of the cluster's Roles, bindings and pods. */
@NullMarked
package io.shiplog.apiserver.authn;

import org.jspecify.annotations.NullMarked;
