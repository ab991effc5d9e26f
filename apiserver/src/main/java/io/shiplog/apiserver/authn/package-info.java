/**
 * Who asks and what they may do: identities from client certificates, one fixed authorization rule, and the reviews
 * through which clients ask about themselves.
 */
@NullMarked
package io.shiplog.apiserver.authn;

import org.jspecify.annotations.NullMarked;
