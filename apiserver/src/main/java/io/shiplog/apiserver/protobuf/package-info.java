/**
 * Reads Kubernetes' protobuf bodies, which typed Go clients (kubectl's among them, since 1.32) send without being
 * asked. Answers are never protobuf: those clients take JSON as well. Pure.
 */
@NullMarked
package io.shiplog.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
