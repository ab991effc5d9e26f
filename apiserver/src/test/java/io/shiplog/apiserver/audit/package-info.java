/** The cluster at past moments, through its URLs. */
package io.shiplog.apiserver.audit;
