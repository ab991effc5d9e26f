/** What a client reads before it does anything: discovery, OpenAPI documents, the version and health. */
@NullMarked
package io.shiplog.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
