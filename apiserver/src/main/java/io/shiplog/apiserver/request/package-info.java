/**
 * What a request asks for, read from its method, URL and headers: path, query and negotiated representation. Pure:
 * strings in, values or {@link io.shiplog.apiserver.status.ApiException} out.
 */
@NullMarked
package io.shiplog.apiserver.request;

import org.jspecify.annotations.NullMarked;
