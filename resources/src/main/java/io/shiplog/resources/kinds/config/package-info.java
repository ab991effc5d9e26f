/** ConfigMaps, Secrets and ServiceAccounts. */
@NullMarked
package io.shiplog.resources.kinds.config;

import org.jspecify.annotations.NullMarked;
