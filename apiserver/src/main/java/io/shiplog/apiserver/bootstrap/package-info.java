/** What every cluster has from its first start: namespaces, addresses of the API and of DNS, priority classes. */
@NullMarked
package io.shiplog.apiserver.bootstrap;

import org.jspecify.annotations.NullMarked;
