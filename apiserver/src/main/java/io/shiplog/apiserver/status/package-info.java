/**
 * Kubernetes' {@code Status} bodies: what an operation answers instead of an object. One value per failure, with the
 * reasons, texts and causes of upstream v1.34. Pure.
 */
@NullMarked
package io.shiplog.apiserver.status;

import org.jspecify.annotations.NullMarked;
