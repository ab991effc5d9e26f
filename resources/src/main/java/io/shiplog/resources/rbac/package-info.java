/**
 * Who may do what by Roles and their bindings (RBAC): rules, the grants of a moment by who has them, and what somebody
 * would have to have to give it to others. Reads Roles, ClusterRoles and both kinds of bindings; writes nothing.
 */
@NullMarked
package io.shiplog.resources.rbac;

import org.jspecify.annotations.NullMarked;
