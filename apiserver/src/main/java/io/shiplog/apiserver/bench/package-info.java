/** The benchmark of an API server from outside, over HTTPS: it works against any Kubernetes API. */
@NullMarked
package io.shiplog.apiserver.bench;

import org.jspecify.annotations.NullMarked;
