/** Audit events as Kubernetes has them: what a policy says of a request, and what is told of it. Reads no topic. */
@NullMarked
package io.shiplog.apiserver.audit;

import org.jspecify.annotations.NullMarked;
