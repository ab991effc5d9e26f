/** The benchmark of an API server from outside, over HTTPS: it works against any Kubernetes API. */
@NullMarked
package io.shiplog.bench.api;

import org.jspecify.annotations.NullMarked;
