/**
 * The namespace controller, with the controllers that give every namespace its service account and root certificate.
 *
 * <p>Reads namespaces and everything in them; writes namespaces, their {@code default} ServiceAccount and
 * {@code kube-root-ca.crt} ConfigMap, and the deletion of their content.
 */
@NullMarked
package io.shiplog.reconcilers.namespace;

import org.jspecify.annotations.NullMarked;
