/** What the API server counts and times, in Prometheus' format under {@code /metrics}. */
@NullMarked
package io.shiplog.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
