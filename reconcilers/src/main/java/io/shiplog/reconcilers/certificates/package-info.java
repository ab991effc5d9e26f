/**
 * CertificateSigningRequests: reads them and who may have what approved by itself; writes approvals, certificates and
 * failures, and deletes requests that are old.
 */
@NullMarked
package io.shiplog.reconcilers.certificates;

import org.jspecify.annotations.NullMarked;
