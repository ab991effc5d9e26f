/**
 * Who asks and what they may do: identities from client certificates and tokens; the rights of nodes, and those
 * that Roles and their bindings give; and the reviews through which clients ask.
 */
@NullMarked
package io.shiplog.apiserver.authn;

import org.jspecify.annotations.NullMarked;
